import type { HttpApiConfiguration } from './configuration.ts';

const apiArn = (api: HttpApiConfiguration) => `arn:aws:execute-api:${api.region}:${api.accountId}:${api.id}`;

/** What a caller invokes; policies of callers and authorizers name it. */
export function routeArn(api: HttpApiConfiguration, stageName: string, method: string, path: string): string {
  return `${apiArn(api)}/${stageName}/${method}${path}`;
}

/** The source that an integration's function must permit: stage, method and the route's path, or `$default`. */
export function integrationSourceArn(
  api: HttpApiConfiguration,
  stageName: string,
  method: string,
  routeKey: string,
): string {
  const pathAt = routeKey.indexOf(' ');
  if (pathAt < 0) return `${apiArn(api)}/${stageName}/${routeKey}`;
  return `${apiArn(api)}/${stageName}/${method}${routeKey.slice(pathAt + 1)}`;
}

/** The source that an authorizer's function must permit. */
export function authorizerSourceArn(api: HttpApiConfiguration, authorizerId: string): string {
  return `${apiArn(api)}/authorizers/${authorizerId}`;
}

/** `arn:aws:lambda:eu-west-1:123456789012:function:name` -> `name`. */
export function functionNameOf(functionArn: string): string {
  return functionArn.split(':')[6] ?? functionArn;
}
