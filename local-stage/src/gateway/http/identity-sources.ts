import { HttpApiConfigurationError } from './configuration-error.ts';
import { requestVariable } from './context-variables.ts';
import type { RoutedExchange } from './exchange.ts';
import { readQuery } from './http-request.ts';

/** Reads the value that a request has for an identity source. */
export type IdentitySource = (exchange: RoutedExchange) => string | undefined;

/**
 * @param expression `$request.header.Authorization`, `$request.querystring.key`, `$context.routeKey` or
 *   `$stageVariables.name`. ("Control access to HTTP APIs with AWS Lambda authorizers", identity sources)
 * @throws {HttpApiConfigurationError} for any other expression.
 */
export function compileIdentitySource(expression: string, address: string): IdentitySource {
  const [, kind, name] =
    /^\$(request\.header|request\.querystring|context|stageVariables)\.(.+)$/.exec(expression) ?? [];
  if (kind === 'request.header' && name) {
    const key = name.toLowerCase();
    return ({ request }) => request.headers[key];
  }
  if (kind === 'request.querystring' && name) {
    return ({ request }) => readQuery(request.rawQuery).get(name)?.join(',');
  }
  if (kind === 'stageVariables' && name) return ({ stage }) => stage.variables?.[name];
  const variable = kind === 'context' && name ? requestVariable(name) : undefined;
  if (variable) return variable;
  throw new HttpApiConfigurationError(
    address,
    `its identity source is "${expression}". Expected: $request.header.NAME, $request.querystring.NAME, $stageVariables.NAME or a $context variable of the request`,
  );
}

/** The values of all sources, or `undefined` if the request lacks one or has it empty. */
export function readIdentities(
  sources: readonly IdentitySource[],
  exchange: RoutedExchange,
): readonly string[] | undefined {
  const identities: string[] = [];
  for (const source of sources) {
    const identity = source(exchange);
    if (identity === undefined || identity === '') return undefined;
    identities.push(identity);
  }
  return identities;
}
