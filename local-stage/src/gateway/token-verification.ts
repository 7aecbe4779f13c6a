import { type CryptoKey, decodeProtectedHeader, errors, importJWK, type JWK, jwtVerify } from 'jose';
import type { Clock } from '../clock.ts';
import type { TokenKeys } from '../services/cognito/token-keys.ts';
import { type TokenClaims, TokenError } from './token-error.ts';
import { createVerifiedTokens, type VerifiedTokens } from './verified-tokens.ts';

export interface TokenVerificationOptions {
  readonly tokenKeys: TokenKeys;
  /** The issuer that the token must name, and whose keys must have signed it. */
  readonly issuer: string;
  readonly clock: Clock;
}

/** The only algorithm, whatever the token's header says: Cognito's, and no choice for a forger. */
const algorithm = 'RS256';

/**
 * Verifies a JSON Web Token: signature (RS256, by the issuer's key of the token's `kid`), `iss`,
 * `exp` (required), `nbf` and `iat`, by the stage's clock. `aud`, `client_id`, `token_use` and scopes
 * are the authorizer's to check. A token that was verified is remembered, since its signature cannot
 * change; whether it has expired is asked each time.
 *
 * @throws {TokenError} for a token that is not to be trusted.
 */
export async function verifyToken(token: string, options: TokenVerificationOptions): Promise<TokenClaims> {
  const known = findVerifiedToken(token, options);
  if (known) return known;
  const key = await findKey(token, options);
  const now = options.clock.now();
  const claims = await verifySignatureAndTimes(token, key, options.issuer, now);
  if (claims.iat !== undefined && claims.iat > now / 1000) {
    throw new TokenError('not-yet-valid', `the token's iat ${claims.iat} is in the future of the stage's clock`);
  }
  return verifiedTokensOf(options).remember(token, claims);
}

/**
 * The claims of a token of the issuer that was verified before.
 *
 * @throws {TokenError} once it has expired.
 */
export const findVerifiedToken = (token: string, options: TokenVerificationOptions): TokenClaims | undefined =>
  verifiedTokensOf(options).find(token, options.clock.now());

/** By the keys, and by the issuer that the token had to name. */
const verifiedTokens = new WeakMap<TokenKeys, Map<string, VerifiedTokens>>();

function verifiedTokensOf({ tokenKeys, issuer }: TokenVerificationOptions): VerifiedTokens {
  let byIssuer = verifiedTokens.get(tokenKeys);
  if (!byIssuer) {
    byIssuer = new Map();
    verifiedTokens.set(tokenKeys, byIssuer);
  }
  let verified = byIssuer.get(issuer);
  if (!verified) {
    verified = createVerifiedTokens();
    byIssuer.set(issuer, verified);
  }
  return verified;
}

async function findKey(token: string, { tokenKeys, issuer }: TokenVerificationOptions): Promise<CryptoKey> {
  const { alg, kid } = readHeader(token);
  if (alg !== algorithm) {
    throw new TokenError('algorithm', `the token's alg is ${JSON.stringify(alg)}. Expected: ${algorithm}`);
  }
  const keySet = tokenKeys.keysOf(issuer);
  if (!keySet) throw new TokenError('unknown-issuer', `no user pool of this stage is the issuer ${issuer}`);
  const jwk = kid === undefined ? undefined : keySet.keys.find((candidate) => candidate.kid === kid);
  if (!jwk) {
    const known = keySet.keys.map((candidate) => candidate.kid).join(', ');
    throw new TokenError(
      'unknown-key',
      `the token's kid is ${JSON.stringify(kid)}. Expected: a key of ${issuer} (${known})`,
    );
  }
  return importKey(tokenKeys, issuer, jwk);
}

function readHeader(token: string): { readonly alg?: string; readonly kid?: string } {
  try {
    return decodeProtectedHeader(token);
  } catch {
    throw new TokenError('malformed', 'the token is not a JSON Web Token of three base64url parts');
  }
}

/** Importing a key costs more than verifying with it. By issuer, kid and modulus: a rotated key has another. */
const importedKeys = new WeakMap<TokenKeys, Map<string, Promise<CryptoKey>>>();

function importKey(tokenKeys: TokenKeys, issuer: string, jwk: JWK): Promise<CryptoKey> {
  let imported = importedKeys.get(tokenKeys);
  if (!imported) {
    imported = new Map();
    importedKeys.set(tokenKeys, imported);
  }
  const id = `${issuer} ${jwk.kid} ${jwk.n}`;
  let key = imported.get(id);
  if (!key) {
    key = importJWK(jwk, algorithm).then(asPublicKey);
    imported.set(id, key);
  }
  return key;
}

function asPublicKey(key: CryptoKey | Uint8Array): CryptoKey {
  if (key instanceof Uint8Array) {
    throw new TokenError('unknown-key', "the issuer's key is symmetric. Expected: an RSA public key");
  }
  return key;
}

async function verifySignatureAndTimes(token: string, key: CryptoKey, issuer: string, nowMs: number) {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [algorithm],
      issuer,
      requiredClaims: ['exp'],
      currentDate: new Date(nowMs),
    });
    return payload;
  } catch (error) {
    throw toTokenError(error, issuer);
  }
}

function toTokenError(error: unknown, issuer: string): TokenError {
  if (error instanceof errors.JWTExpired) {
    return new TokenError('expired', `the token expired at ${error.payload.exp} by the stage's clock`);
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return new TokenError('signature', "the token's signature does not match the issuer's key");
  }
  if (error instanceof errors.JWTClaimValidationFailed) return toClaimError(error, issuer);
  return new TokenError('malformed', `the token cannot be read: ${error instanceof Error ? error.message : error}`);
}

function toClaimError(error: errors.JWTClaimValidationFailed, issuer: string): TokenError {
  if (error.claim === 'iss') {
    return new TokenError('issuer', `the token's iss is ${JSON.stringify(error.payload.iss)}. Expected: ${issuer}`);
  }
  if (error.claim === 'nbf' && typeof error.payload.nbf === 'number') {
    return new TokenError(
      'not-yet-valid',
      `the token's nbf ${error.payload.nbf} is in the future of the stage's clock`,
    );
  }
  return new TokenError('claim', `the token's claim ${error.claim} is ${error.reason}`);
}
