import type { GatewayDependencies } from '../gateway.ts';
import { type TokenClaims, TokenError, type TokenFault } from '../token-error.ts';
import { verifyToken } from '../token-verification.ts';
import { namesAudience, scopesOf, stringifyClaims } from './claims.ts';
import type { HttpJwtAuthorizer, HttpRoute } from './configuration.ts';
import { HttpApiConfigurationError } from './configuration-error.ts';
import type { Authorizer, RoutedExchange } from './exchange.ts';
import { compileIdentitySource, type IdentitySource } from './identity-sources.ts';
import { Refusal } from './refusal.ts';

/**
 * Authorizes a route by a JSON Web Token. ("Control access to HTTP APIs with JWT authorizers in API Gateway")
 *
 * @throws {HttpApiConfigurationError} for an issuer that this stage does not run: its tokens cannot be verified.
 */
export function createJwtAuthorizer(
  authorizer: HttpJwtAuthorizer,
  route: HttpRoute,
  { clock, tokenKeys }: GatewayDependencies,
): Authorizer {
  const { address, issuer, audience } = authorizer;
  const scopes = route.authorizationScopes;
  const source = compileTokenSource(authorizer);
  if (audience.length === 0) throw new HttpApiConfigurationError(address, 'it has no audience. Expected: client ids');
  if (!tokenKeys.keysOf(issuer)) {
    throw new HttpApiConfigurationError(
      address,
      `its issuer is ${issuer}, which this stage does not run. Expected: the issuer of an aws_cognito_user_pool of the same document`,
    );
  }

  return async (exchange) => {
    const token = readToken(source, exchange, authorizer);
    const claims = await verifyToken(token, { tokenKeys, issuer, clock }).catch((error: unknown) => {
      throw error instanceof TokenError ? refuseToken(authorizer, scopes, error) : error;
    });
    requireAudience(claims, authorizer, scopes);
    const granted = scopesOf(claims);
    requireScope(granted, scopes, route);
    return { kind: 'JWT', claims: stringifyClaims(claims), scopes: scopes.length > 0 ? granted : null };
  };
}

function compileTokenSource({ address, identitySources }: HttpJwtAuthorizer): IdentitySource {
  const [expression, ...others] = identitySources;
  if (expression === undefined || others.length > 0 || !expression.startsWith('$request.')) {
    throw new HttpApiConfigurationError(
      address,
      `its identity sources are [${identitySources.join(', ')}]. Expected: exactly one, of the request: $request.header.Authorization`,
    );
  }
  return compileIdentitySource(expression, address);
}

/** The word `Bearer` before the token is optional. */
function readToken(source: IdentitySource, exchange: RoutedExchange, authorizer: HttpJwtAuthorizer): string {
  const token = source(exchange)
    ?.replace(/^Bearer +/i, '')
    .trim();
  if (token) return token;
  const explanation = `${authorizer.address}: the request has no token in ${authorizer.identitySources[0]}`;
  throw new Refusal('unauthorized', explanation, challenge('Bearer', explanation));
}

/** AWS publishes one wording only, that of the audience; the others follow it. */
const faultDescriptions: Readonly<Record<TokenFault, string>> = {
  malformed: 'the token is malformed',
  algorithm: 'the token has an unsupported signing method',
  'unknown-issuer': 'the token does not have a valid issuer',
  'unknown-key': 'the token has an unknown key id',
  signature: 'the token has an invalid signature',
  issuer: 'the token does not have a valid issuer',
  expired: 'the token has expired',
  'not-yet-valid': 'the token is not valid yet',
  claim: 'the token has an invalid claim',
};

function refuseToken({ address }: HttpJwtAuthorizer, scopes: readonly string[], error: TokenError): Refusal {
  return refuseInvalid(`${address}: ${error.message}`, scopes, faultDescriptions[error.fault]);
}

function requireAudience(claims: TokenClaims, { address, audience }: HttpJwtAuthorizer, scopes: readonly string[]) {
  if (namesAudience(claims, audience)) return;
  const [name, value] = claims.aud === undefined ? ['client_id', claims['client_id']] : ['aud', claims.aud];
  const explanation = `${address}: the token's ${name} is ${JSON.stringify(value)}. Expected: ${audience.join(' or ')}`;
  throw refuseInvalid(explanation, scopes, 'the token does not have a valid audience');
}

function refuseInvalid(explanation: string, scopes: readonly string[], description: string): Refusal {
  const value = `Bearer scope="${scopes.join(' ')}" error="invalid_token" error_description="${description}"`;
  return new Refusal('unauthorized', explanation, challenge(value, explanation));
}

/** One of the route's scopes is enough. */
function requireScope(granted: readonly string[], scopes: readonly string[], { address }: HttpRoute): void {
  if (scopes.length === 0 || scopes.some((scope) => granted.includes(scope))) return;
  const explanation = `${address}: the token's scopes are [${granted.join(' ')}]. Expected: one of [${scopes.join(' ')}]`;
  const value = `Bearer scope="${scopes.join(' ')}" error="insufficient_scope"`;
  throw new Refusal('forbidden', explanation, challenge(value, explanation));
}

function challenge(value: string, authorizerError: string) {
  return { headers: [['www-authenticate', value] as const], authorizerError };
}
