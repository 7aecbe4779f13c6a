import type { RestLambdaAuthorizer } from '../configuration.ts';
import { type Exchange, httpMethodOf, routeOf } from '../exchange.ts';
import { invokedMethodArn } from '../execute-api-arn.ts';
import { buildIntegrationHeaders } from '../integration-headers.ts';
import { lastValues } from '../query-parameters.ts';
import { buildRequestContext } from '../request-context.ts';

/** The event of an authorizer's function, as JSON text. ("Input to an API Gateway Lambda authorizer") */
export function buildAuthorizerEvent(
  { kind }: RestLambdaAuthorizer,
  exchange: Exchange,
  identity: readonly string[],
): string {
  const event = kind === 'TOKEN' ? tokenEvent(exchange, identity) : requestEvent(exchange);
  return JSON.stringify(event);
}

function tokenEvent(exchange: Exchange, identity: readonly string[]) {
  return { type: 'TOKEN', methodArn: invokedMethodArn(exchange), authorizationToken: identity[0] };
}

/** Unlike a proxy event, maps without a member are `{}` here, and there is no body. */
function requestEvent(exchange: Exchange) {
  const { resource, pathParameters } = routeOf(exchange);
  const { headers, multiValueHeaders } = buildIntegrationHeaders(exchange, 'authorizer');
  const query = exchange.query ?? {};
  return {
    type: 'REQUEST',
    methodArn: invokedMethodArn(exchange),
    resource: resource.path,
    path: exchange.path.belowStage,
    httpMethod: httpMethodOf(exchange),
    headers,
    multiValueHeaders,
    queryStringParameters: lastValues(query),
    multiValueQueryStringParameters: query,
    pathParameters: pathParameters ?? {},
    stageVariables: exchange.stage.variables,
    requestContext: buildRequestContext(exchange),
  };
}
