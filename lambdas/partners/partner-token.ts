import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import {
  type PartnerKeyId,
  parsePartnerKeyId,
  partnerTokenKey,
  partnerTokens,
} from '../../contracts/partner-tokens.ts';
import type { PartnerScope } from '../../contracts/route-table.ts';
import type { RotatedSecret } from './rotated-secret.ts';

export interface PartnerIdentity {
  readonly partnerId: string;
  readonly scopes: readonly PartnerScope[];
}

/** A token that is not one of ours; the message says why, for the log. */
export class PartnerTokenRefused extends Error {
  override readonly name = 'PartnerTokenRefused';
}

/**
 * @throws {PartnerTokenRefused} if the token is not one of ours: malformed, of another algorithm,
 *   signed with another key than the one of its `kid`, of another issuer, audience or partner, of scopes that
 *   the key does not allow, expired, of the future, longer-lived than tokens may be, or without one of its claims.
 */
export async function verifyPartnerToken(token: string, secret: RotatedSecret, now: Date): Promise<PartnerIdentity> {
  const kid = readKeyId(token);
  const allowed = parsePartnerKeyId(kid);
  if (!allowed) throw new PartnerTokenRefused(`the kid '${kid}' names no partner and scopes`);
  const claims = await secret.find(now, (value) => verifyWith(partnerTokenKey(value, kid), token, now));
  if (!claims) throw new PartnerTokenRefused(`the key of '${kid}' has not signed the token`);
  requireLifetime(claims);
  if (claims.sub !== allowed.partnerId) {
    throw new PartnerTokenRefused(`the key of '${kid}' has signed for the partner '${claims.sub}'`);
  }
  return { partnerId: allowed.partnerId, scopes: scopesOf(claims, allowed) };
}

/** Not verified: it only tells which key has to fit. */
function readKeyId(token: string): string {
  try {
    return String(decodeProtectedHeader(token).kid);
  } catch (error) {
    throw new PartnerTokenRefused('the token has no header that can be read', { cause: error });
  }
}

/** @returns undefined where another key has signed. */
async function verifyWith(key: Uint8Array, token: string, now: Date): Promise<JWTPayload | undefined> {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [partnerTokens.algorithm],
      issuer: partnerTokens.issuer,
      audience: partnerTokens.audience,
      requiredClaims: ['exp', 'iat', 'sub'],
      // Also refuses an `iat` of the future.
      maxTokenAge: partnerTokens.maximumLifetimeSeconds,
      clockTolerance: partnerTokens.clockToleranceSeconds,
      currentDate: now,
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) return undefined;
    throw error instanceof errors.JOSEError ? new PartnerTokenRefused(error.message, { cause: error }) : error;
  }
}

/** Said by the token itself, so that nobody is surprised when it is refused before its end. */
function requireLifetime({ exp = 0, iat = 0 }: JWTPayload): void {
  const seconds = exp - iat;
  if (seconds <= partnerTokens.maximumLifetimeSeconds) return;
  throw new PartnerTokenRefused(
    `the token lives for ${seconds} s. Expected: at most ${partnerTokens.maximumLifetimeSeconds} s from iat to exp`,
  );
}

function scopesOf({ scope }: JWTPayload, { scopes }: PartnerKeyId): readonly PartnerScope[] {
  const claimed = typeof scope === 'string' ? scope.split(' ').filter((name) => name !== '') : [];
  const excess = claimed.filter((name) => !scopes.some((allowed) => allowed === name));
  if (excess.length === 0) return scopes.filter((allowed) => claimed.includes(allowed));
  throw new PartnerTokenRefused(
    `the key allows no scope ${excess.join(', ')}. Expected: ${scopes.join(', ') || 'none'}`,
  );
}
