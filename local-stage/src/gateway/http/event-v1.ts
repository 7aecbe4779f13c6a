import { formatRequestTime } from '../identifiers.ts';
import { encodeBody } from './body-encoding.ts';
import { domainNameOf, domainPrefixOf } from './domain-name.ts';
import type { RouteAuthorization, RoutedExchange } from './exchange.ts';
import { addedHeaders, type HttpRequest, readQuery } from './http-request.ts';

/**
 * The event of an integration with payload format 1.0, as JSON text. A key without a value is `null`, but
 * `authorizer` of a route without one, which recorded events leave out.
 * ("Create AWS Lambda proxy integrations for HTTP APIs in API Gateway")
 */
export function renderEventV1(exchange: RoutedExchange): string {
  const { request } = exchange;
  const multiValueHeaders = headersV1(request, exchange.traceId);
  const query = request.rawQuery === '' ? undefined : Object.fromEntries(readQuery(request.rawQuery));
  const { body, isBase64Encoded } = encodeBody(request);
  return JSON.stringify({
    version: '1.0',
    resource: resourceOf(exchange),
    path: request.encodedPath,
    httpMethod: request.method,
    headers: lastValues(multiValueHeaders),
    multiValueHeaders,
    queryStringParameters: query ? lastValues(query) : null,
    multiValueQueryStringParameters: query ?? null,
    requestContext: requestContextV1(exchange, authorizerBlock(exchange.authorization)),
    pathParameters: exchange.pathParameters ?? null,
    stageVariables: exchange.stage.variables ?? null,
    body: body ?? null,
    isBase64Encoded,
  });
}

/** The event of a Lambda authorizer with payload format 1.0, as JSON text. */
export function renderAuthorizerEventV1(
  exchange: RoutedExchange,
  methodArn: string,
  identities: readonly string[],
): string {
  const { request } = exchange;
  const identitySource = identities.join(',');
  return JSON.stringify({
    version: '1.0',
    type: 'REQUEST',
    methodArn,
    identitySource,
    authorizationToken: identitySource,
    resource: resourceOf(exchange),
    path: request.encodedPath,
    httpMethod: request.method,
    headers: lastValues(headersV1(request, exchange.traceId)),
    queryStringParameters: lastValues(Object.fromEntries(readQuery(request.rawQuery))),
    pathParameters: exchange.pathParameters ?? {},
    stageVariables: exchange.stage.variables ?? {},
    requestContext: requestContextV1(exchange, undefined),
  });
}

/** The route's path, or `$default`. */
function resourceOf({ routeKey }: RoutedExchange): string {
  return routeKey.slice(routeKey.indexOf(' ') + 1);
}

/** Values by name, the names in title case. */
function headersV1(request: HttpRequest, traceId: string): Record<string, string[]> {
  const headers: Record<string, string[]> = Object.create(null);
  for (const [name, value] of request.rawHeaders) {
    const key = toTitleCase(name);
    const earlier = headers[key];
    if (earlier) earlier.push(value);
    else headers[key] = [value];
  }
  for (const [name, value] of addedHeaders(request, traceId)) headers[name] = [value];
  return headers;
}

const toTitleCase = (name: string) => name.toLowerCase().replace(/(?:^|-)[a-z]/g, (start) => start.toUpperCase());

function lastValues(values: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, all]) => [name, all.at(-1) ?? '']));
}

function requestContextV1(exchange: RoutedExchange, authorizer: unknown) {
  const { api, request, requestId, startedAt } = exchange;
  return {
    accountId: api.accountId,
    apiId: api.id,
    authorizer,
    domainName: domainNameOf(exchange),
    domainPrefix: domainPrefixOf(exchange),
    extendedRequestId: requestId,
    httpMethod: request.method,
    identity: identityOf(exchange),
    path: request.path,
    protocol: request.protocol,
    requestId,
    requestTime: formatRequestTime(startedAt),
    requestTimeEpoch: startedAt,
    resourceId: exchange.routeKey,
    resourcePath: resourceOf(exchange),
    stage: exchange.stage.configuration.name,
  };
}

function identityOf({ authorization, request }: RoutedExchange) {
  const caller = authorization.kind === 'AWS_IAM' ? authorization.caller : undefined;
  return {
    accessKey: caller?.accessKeyId ?? null,
    accountId: caller?.accountId ?? null,
    caller: caller?.userId ?? null,
    cognitoAmr: null,
    cognitoAuthenticationProvider: null,
    cognitoAuthenticationType: null,
    cognitoIdentityId: null,
    cognitoIdentityPoolId: null,
    principalOrgId: null,
    sourceIp: request.sourceIp,
    user: caller?.userId ?? null,
    userAgent: request.headers['user-agent'] ?? '',
    userArn: caller?.arn ?? null,
  };
}

function authorizerBlock(authorization: RouteAuthorization): unknown {
  switch (authorization.kind) {
    case 'JWT':
      return { claims: authorization.claims, scopes: authorization.scopes };
    case 'CUSTOM':
      // As the documented example and published events show it: the members of a token are there, and empty.
      return { claims: null, scopes: null, ...authorization.context, principalId: authorization.principalId };
    case 'NONE':
    case 'AWS_IAM':
      return undefined;
  }
}
