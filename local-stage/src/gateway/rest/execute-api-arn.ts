import type { RestApiConfiguration } from './configuration.ts';
import { type Exchange, httpMethodOf, routeOf } from './exchange.ts';

/** `arn:aws:execute-api:eu-west-1:123456789012:a1b2c3`: an API, the head of its methods' and authorizers' ARNs. */
function apiArn({ region, accountId, id }: RestApiConfiguration): string {
  return `arn:aws:execute-api:${region}:${accountId}:${id}`;
}

/** ARN of the method as called, with the path that was sent: what an authorizer's policy speaks of. */
export function invokedMethodArn(exchange: Exchange): string {
  return `${apiArn(exchange.api)}/${exchange.stage.name}/${httpMethodOf(exchange)}${exchange.path.belowStage}`;
}

/** ARN of the method as declared, parameters in braces: the source that a function's permission is asked for. */
export function declaredMethodArn(exchange: Exchange): string {
  return `${apiArn(exchange.api)}/${exchange.stage.name}/${httpMethodOf(exchange)}${routeOf(exchange).resource.path}`;
}

/** ARN of an authorizer: the source that its function's permission is asked for. */
export function authorizerArn(api: RestApiConfiguration, authorizerId: string): string {
  return `${apiArn(api)}/authorizers/${authorizerId}`;
}

/** The principal that invokes functions for API Gateway. */
export const apiGatewayPrincipal = 'apigateway.amazonaws.com';

/** `arn:aws:lambda:eu-west-1:123456789012:function:name:alias` -> `name` */
export function functionNameOf(functionArn: string): string {
  return functionArn.split(':')[6] ?? functionArn;
}
