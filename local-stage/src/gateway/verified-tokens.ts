import { type TokenClaims, TokenError } from './token-error.ts';

/** Tokens whose signature was found right. */
export interface VerifiedTokens {
  /**
   * The claims of a token that was verified before.
   *
   * @param nowMs milliseconds since the epoch, by the stage's clock.
   * @throws {TokenError} once it has expired.
   */
  find(token: string, nowMs: number): TokenClaims | undefined;
  remember(token: string, claims: TokenClaims): TokenClaims;
}

/** Tokens kept; the oldest goes first. */
const capacity = 1000;

export function createVerifiedTokens(): VerifiedTokens {
  const claimsByToken = new Map<string, TokenClaims>();
  return {
    find(token, nowMs) {
      const claims = claimsByToken.get(token);
      if (claims?.exp === undefined || claims.exp > Math.floor(nowMs / 1000)) return claims;
      claimsByToken.delete(token);
      throw new TokenError('expired', `the token expired at ${claims.exp} by the stage's clock`);
    },
    remember(token, claims) {
      const oldest = claimsByToken.size < capacity ? undefined : claimsByToken.keys().next().value;
      if (oldest !== undefined) claimsByToken.delete(oldest);
      claimsByToken.set(token, claims);
      return claims;
    },
  };
}
