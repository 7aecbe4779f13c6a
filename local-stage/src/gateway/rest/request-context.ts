import { createHash } from 'node:crypto';
import { formatRequestTime } from '../identifiers.ts';
import type { RestStage } from './configuration.ts';
import { type AuthorizerContext, type Exchange, httpMethodOf, routeOf } from './exchange.ts';

/** `requestContext` of a proxy event and of a REQUEST authorizer's, and `$context` of a mapping template. */
export function buildRequestContext(exchange: Exchange): Readonly<Record<string, unknown>> {
  const { api, stage, request, path, authorizer } = exchange;
  const { resource, method } = routeOf(exchange);
  const domainName = domainNameOf(exchange);
  return {
    resourceId: resource.id,
    ...(authorizer && { authorizer: describeAuthorizer(authorizer) }),
    resourcePath: resource.path,
    ...(method.operationName !== undefined && { operationName: method.operationName }),
    httpMethod: httpMethodOf(exchange),
    extendedRequestId: exchange.extendedRequestId,
    requestTime: formatRequestTime(exchange.receivedAtMs),
    path: path.withStage,
    accountId: api.accountId,
    protocol: request.protocol,
    stage: stage.name,
    domainPrefix: domainPrefixOf(domainName),
    requestTimeEpoch: exchange.receivedAtMs,
    requestId: exchange.requestId,
    identity: describeIdentity(exchange),
    domainName,
    deploymentId: deploymentIdOf(stage),
    apiId: api.id,
  };
}

/** `$context.identity`: null where the request has no such thing; the API key's members only with a key. */
function describeIdentity(exchange: Exchange): Readonly<Record<string, string | null>> {
  const { caller, apiKey } = exchange;
  return {
    cognitoIdentityPoolId: null,
    accountId: caller?.accountId ?? null,
    cognitoIdentityId: null,
    caller: caller?.userId ?? null,
    sourceIp: exchange.request.sourceIp,
    principalOrgId: null,
    accessKey: caller?.accessKeyId ?? null,
    cognitoAuthenticationType: null,
    cognitoAuthenticationProvider: null,
    userArn: caller?.arn ?? null,
    userAgent: exchange.headers.get('user-agent') ?? null,
    user: caller?.userId ?? null,
    ...(apiKey && { apiKey: apiKey.value, apiKeyId: apiKey.id }),
  };
}

function describeAuthorizer({ claims, principalId, context, integrationLatencyMs }: AuthorizerContext) {
  if (claims) return { claims };
  return { principalId, integrationLatency: integrationLatencyMs, ...context };
}

/** The host that the caller used, as AWS defines `$context.domainName`. */
export function domainNameOf({ api, headers }: Exchange): string {
  return headers.get('host') ?? `${api.id}.execute-api.${api.region}.amazonaws.com`;
}

/** `$context.domainPrefix`: the first label of the domain name. */
export function domainPrefixOf(domainName: string): string {
  const end = domainName.search(/[.:]/);
  return end < 0 ? domainName : domainName.slice(0, end);
}

const deploymentIds = new WeakMap<RestStage, string>();

/** Six letters and digits, as AWS's, that stay the same for a stage: Terraform gives its deployments no id locally. */
export function deploymentIdOf(stage: RestStage): string {
  const known = deploymentIds.get(stage);
  if (known !== undefined) return known;
  const id = BigInt(`0x${createHash('sha256').update(stage.address).digest('hex')}`)
    .toString(36)
    .slice(0, 6);
  deploymentIds.set(stage, id);
  return id;
}
