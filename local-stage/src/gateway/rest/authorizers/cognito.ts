import { decodeJwt } from 'jose';
import type { GatewayDependencies } from '../../gateway.ts';
import { type TokenClaims, TokenError } from '../../token-error.ts';
import { findVerifiedToken, verifyToken } from '../../token-verification.ts';
import type { RestCognitoAuthorizer, RestMethod } from '../configuration.ts';
import { GatewayConfigurationError } from '../configuration-error.ts';
import type { Exchange } from '../exchange.ts';
import { compileConfiguredPattern } from '../patterns.ts';
import type { Refusal } from '../refusal.ts';
import { compileRequestValue } from '../request-parameters.ts';
import type { Authorizer } from './authorizer.ts';
import { formatClaims } from './claims.ts';

/** Where the token is, unless the authorizer says otherwise. */
const defaultIdentitySource = 'method.request.header.Authorization';

/** Verifies a token of one of an authorizer's user pools; refuses with a {@link TokenError}. */
export type TokenReader = (token: string) => Promise<TokenClaims>;

/**
 * Compiles a COGNITO_USER_POOLS authorizer for one method: an ID token on a method without scopes, an
 * access token with one of the scopes on a method with some.
 * ("Control access to REST APIs using Amazon Cognito user pools as an authorizer")
 *
 * @param readToken from {@link createTokenReader}, shared by the authorizer's methods.
 * @throws {GatewayConfigurationError} for an identity source or an expression that cannot be evaluated.
 */
export function compileCognitoAuthorizer(
  authorizer: RestCognitoAuthorizer,
  method: RestMethod,
  readToken: TokenReader,
): Authorizer {
  const { address, identityValidationExpression } = authorizer;
  const identity = compileIdentity(authorizer);
  const audience = identityValidationExpression
    ? compileConfiguredPattern(identityValidationExpression, 'identity_validation_expression', address)
    : undefined;
  return async (exchange) => {
    const source = identity(exchange);
    if (source === undefined || source === '') {
      return unauthorized(`the request has no token where ${address} looks for it (${method.address})`);
    }
    const { claims, refusal } = await readOrRefuse(stripBearer(source), readToken, authorizer);
    if (!claims) return refusal;
    const fault = faultOf(claims, method, audience);
    if (fault !== undefined) return unauthorized(`${fault} (${address} on ${method.address})`);
    admit(exchange, claims);
    return undefined;
  };
}

/**
 * Verifies tokens against the authorizer's user pools.
 *
 * @throws {GatewayConfigurationError} for a user pool that the stage does not run.
 */
export function createTokenReader(
  authorizer: RestCognitoAuthorizer,
  { tokenKeys, clock }: Pick<GatewayDependencies, 'tokenKeys' | 'clock'>,
): TokenReader {
  const issuers = new Set(authorizer.providerArns.map((arn) => issuerOf(arn)));
  return async (token) => {
    for (const issuer of issuers) {
      const known = findVerifiedToken(token, { tokenKeys, issuer, clock });
      if (known) return known;
    }
    const issuer = readIssuer(token);
    if (issuer === undefined || !issuers.has(issuer)) {
      throw new TokenError('issuer', `the token's iss is ${issuer}. Expected: ${[...issuers].join(' or ')}`);
    }
    return verifyToken(token, { tokenKeys, issuer, clock });
  };

  function issuerOf(arn: string): string {
    const issuer = tokenKeys.issuerOf(arn);
    if (issuer !== undefined) return issuer;
    throw new GatewayConfigurationError(
      authorizer.address,
      `provider_arns names ${arn}, a user pool that this stage does not run. Expected: the ARN of one in the same stack`,
    );
  }
}

function compileIdentity({ identitySource, address }: RestCognitoAuthorizer) {
  const source = identitySource === '' ? defaultIdentitySource : identitySource;
  const identity = source.startsWith('method.request.header.') ? compileRequestValue(source) : undefined;
  if (identity) return identity;
  throw new GatewayConfigurationError(
    address,
    `identity_source is ${source}. Expected: method.request.header.NAME, as this type of authorizer takes it`,
  );
}

const stripBearer = (source: string) => source.replace(/^Bearer\s+/i, '').trim();

function readIssuer(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    throw new TokenError('malformed', 'the token is not a JSON Web Token of three base64url parts');
  }
}

async function readOrRefuse(
  token: string,
  readToken: TokenReader,
  { address }: RestCognitoAuthorizer,
): Promise<{ claims: TokenClaims; refusal?: never } | { claims?: never; refusal: Refusal }> {
  try {
    return { claims: await readToken(token) };
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    const explanation = `${address} refuses the token: ${error.message}`;
    const refusal = unauthorized(explanation);
    return {
      refusal: error.reason === 'expired' ? { ...refusal, message: 'The incoming token has expired' } : refusal,
    };
  }
}

/** What is wrong with a token whose signature, issuer and times are right. */
function faultOf(claims: TokenClaims, method: RestMethod, audience: RegExp | undefined): string | undefined {
  const expectedUse = method.authorizationScopes.length > 0 ? 'access' : 'id';
  if (claims['token_use'] !== expectedUse) {
    const reason = expectedUse === 'id' ? 'a method without scopes' : 'a method with authorization_scopes';
    return `the token is of use ${JSON.stringify(claims['token_use'])}. Expected: ${expectedUse}, for ${reason}`;
  }
  if (audience && !audiencesOf(claims).some((name) => audience.test(name))) {
    return `the token's aud ${JSON.stringify(claims.aud)} does not match identity_validation_expression`;
  }
  return expectedUse === 'access' ? scopeFaultOf(claims, method.authorizationScopes) : undefined;
}

const audiencesOf = ({ aud }: TokenClaims) => (aud === undefined ? [] : [aud].flat());

function scopeFaultOf(claims: TokenClaims, required: readonly string[]): string | undefined {
  const scope = claims['scope'];
  const granted = typeof scope === 'string' ? scope.split(' ') : [];
  if (granted.some((name) => required.includes(name))) return undefined;
  return `the token's scope is ${JSON.stringify(scope)}. Expected: one of ${required.join(', ')}`;
}

function admit(exchange: Exchange, claims: TokenClaims): void {
  exchange.authorizer = {
    principalId: undefined,
    claims: formatClaims(claims),
    context: {},
    integrationLatencyMs: undefined,
    usageIdentifierKey: undefined,
  };
}

const unauthorized = (explanation: string): Refusal => ({ responseType: 'UNAUTHORIZED', explanation });
