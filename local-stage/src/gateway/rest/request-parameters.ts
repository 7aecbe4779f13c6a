import { GatewayConfigurationError } from './configuration-error.ts';
import { contextVariable } from './context-variables.ts';
import type { Exchange } from './exchange.ts';

/** Reads one value of a request; `undefined` where the request has none. */
export type RequestValue = (exchange: Exchange) => string | undefined;

/**
 * Compiles a place of a request: `method.request.header.Origin`, `method.request.querystring.limit`,
 * `method.request.path.projectId`, `context.requestId` or `stageVariables.name`.
 *
 * @returns `undefined` for any other expression.
 */
export function compileRequestValue(expression: string): RequestValue | undefined {
  const [, place, name = ''] =
    /^(method\.request\.(?:header|querystring|path)|context|stageVariables)\.(.+)$/.exec(expression) ?? [];
  switch (place) {
    case 'method.request.header':
      return ({ headers }) => headers.get(name);
    case 'method.request.querystring':
      return ({ query }) => query?.[name]?.at(-1);
    case 'method.request.path':
      return ({ route }) => route?.pathParameters?.[name];
    case 'context':
      return (exchange) => contextVariable(exchange, name);
    case 'stageVariables':
      return ({ stage }) => stage.variables[name];
    default:
      return undefined;
  }
}

/**
 * Compiles a mapping expression: a literal in single quotes, or a place of the request.
 *
 * @throws {GatewayConfigurationError} for anything else.
 */
export function compileMappingExpression(expression: string, target: string, address: string): RequestValue {
  const literal = /^'(.*)'$/s.exec(expression)?.[1];
  const value = literal === undefined ? compileRequestValue(expression) : () => literal;
  if (value) return value;
  throw new GatewayConfigurationError(
    address,
    `${target} is mapped from ${JSON.stringify(expression)}. Expected: a literal in single quotes, ` +
      'method.request.{header|querystring|path}.NAME, context.NAME or stageVariables.NAME',
  );
}
