import type { RestLambdaAuthorizer } from '../configuration.ts';
import { GatewayConfigurationError } from '../configuration-error.ts';
import type { Exchange } from '../exchange.ts';
import { compileRequestValue } from '../request-parameters.ts';

/** Reads a request's identity: the value of each source, or `undefined` if one is missing or empty. */
export type IdentityReader = (exchange: Exchange) => readonly string[] | undefined;

/** Where a TOKEN authorizer finds its token, unless it says otherwise. */
const defaultTokenSource = 'method.request.header.Authorization';

/** @throws {GatewayConfigurationError} for a source that cannot be read, or that the type does not take. */
export function compileIdentitySources(authorizer: RestLambdaAuthorizer): IdentityReader {
  const values = sourcesOf(authorizer).map((source) => compileSource(source, authorizer));
  return (exchange) => {
    const identity: string[] = [];
    for (const value of values) {
      const part = value(exchange);
      if (part === undefined || part === '') return undefined;
      identity.push(part);
    }
    return identity;
  };
}

function sourcesOf({ kind, identitySource, resultTtlSeconds, address }: RestLambdaAuthorizer): readonly string[] {
  const sources = identitySource
    .split(',')
    .map((source) => source.trim())
    .filter((source) => source !== '');
  if (kind === 'TOKEN') return sources.length > 0 ? sources : [defaultTokenSource];
  if (sources.length === 0 && resultTtlSeconds > 0) {
    throw new GatewayConfigurationError(
      address,
      `it caches for ${resultTtlSeconds} s without an identity_source to tell callers apart. ` +
        'Expected: an identity_source, or authorizer_result_ttl_in_seconds = 0',
    );
  }
  return sources;
}

function compileSource(source: string, { kind, address }: RestLambdaAuthorizer) {
  const allowed =
    kind === 'TOKEN'
      ? /^method\.request\.header\./
      : /^(?:method\.request\.(?:header|querystring)|context|stageVariables)\./;
  const value = allowed.test(source) ? compileRequestValue(source) : undefined;
  if (value) return value;
  const expected =
    kind === 'TOKEN'
      ? 'method.request.header.NAME'
      : 'method.request.header.NAME, method.request.querystring.NAME, context.NAME or stageVariables.NAME';
  throw new GatewayConfigurationError(address, `identity_source has ${source}. Expected: ${expected}`);
}
