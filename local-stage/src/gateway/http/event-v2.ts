import { formatRequestTime } from '../identifiers.ts';
import { encodeBody } from './body-encoding.ts';
import { domainNameOf, domainPrefixOf } from './domain-name.ts';
import type { RoutedExchange } from './exchange.ts';
import { addedHeaders, type HttpRequest, readQuery } from './http-request.ts';

/**
 * The event of an integration with payload format 2.0, as JSON text. A key without a value is left out.
 * ("Create AWS Lambda proxy integrations for HTTP APIs in API Gateway")
 */
export function renderEventV2(exchange: RoutedExchange): string {
  const { body, isBase64Encoded } = encodeBody(exchange.request);
  return JSON.stringify({
    version: '2.0',
    ...requestFieldsV2(exchange),
    requestContext: requestContextV2(exchange, authorizerBlock(exchange)),
    body,
    pathParameters: exchange.pathParameters,
    isBase64Encoded,
    stageVariables: exchange.stage.variables,
  });
}

/** The event of a Lambda authorizer with payload format 2.0, as JSON text: no body, whatever the request has. */
export function renderAuthorizerEventV2(
  exchange: RoutedExchange,
  routeArn: string,
  identities: readonly string[],
): string {
  return JSON.stringify({
    version: '2.0',
    type: 'REQUEST',
    routeArn,
    identitySource: identities.length > 0 ? identities : null,
    ...requestFieldsV2(exchange),
    requestContext: requestContextV2(exchange, undefined),
    pathParameters: exchange.pathParameters,
    stageVariables: exchange.stage.variables,
  });
}

function requestFieldsV2({ request, routeKey, traceId }: RoutedExchange) {
  return {
    routeKey,
    rawPath: request.path,
    rawQueryString: request.rawQuery,
    cookies: splitCookies(request),
    headers: headersV2(request, traceId),
    queryStringParameters: joinQuery(request.rawQuery),
  };
}

function splitCookies(request: HttpRequest): string[] | undefined {
  const cookies = request.rawHeaders
    .filter(([name]) => name.toLowerCase() === 'cookie')
    .flatMap(([, value]) => value.split(';'))
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie !== '');
  return cookies.length > 0 ? cookies : undefined;
}

function headersV2(request: HttpRequest, traceId: string): Record<string, string> {
  const { cookie: _moved, ...others } = request.headers;
  const headers: Record<string, string> = others;
  for (const [name, value] of addedHeaders(request, traceId)) headers[name.toLowerCase()] = value;
  return headers;
}

function joinQuery(rawQuery: string): Record<string, string> | undefined {
  if (rawQuery === '') return undefined;
  const query = readQuery(rawQuery);
  return query.size === 0 ? undefined : mapValues(query, (values) => values.join(','));
}

function mapValues(query: ReadonlyMap<string, readonly string[]>, render: (values: readonly string[]) => string) {
  return Object.fromEntries([...query].map(([name, values]) => [name, render(values)]));
}

function requestContextV2(exchange: RoutedExchange, authorizer: unknown) {
  const { api, request, startedAt } = exchange;
  return {
    accountId: api.accountId,
    apiId: api.id,
    authorizer,
    domainName: domainNameOf(exchange),
    domainPrefix: domainPrefixOf(exchange),
    http: {
      method: request.method,
      path: request.path,
      protocol: request.protocol,
      sourceIp: request.sourceIp,
      userAgent: request.headers['user-agent'] ?? '',
    },
    requestId: exchange.requestId,
    routeKey: exchange.routeKey,
    stage: exchange.stage.configuration.name,
    time: formatRequestTime(startedAt),
    timeEpoch: startedAt,
  };
}

function authorizerBlock({ authorization }: RoutedExchange): unknown {
  switch (authorization.kind) {
    case 'NONE':
      return undefined;
    case 'JWT':
      return { jwt: { claims: authorization.claims, scopes: authorization.scopes } };
    case 'CUSTOM':
      return { lambda: authorization.context };
    case 'AWS_IAM': {
      const { accessKeyId, accountId, arn, userId } = authorization.caller;
      return {
        iam: {
          accessKey: accessKeyId,
          accountId,
          callerId: userId,
          cognitoIdentity: null,
          principalOrgId: null,
          userArn: arn,
          userId,
        },
      };
    }
  }
}
