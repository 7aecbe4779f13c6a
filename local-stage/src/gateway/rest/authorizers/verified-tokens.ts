import type { Clock } from '../../../clock.ts';
import { type TokenClaims, TokenError } from '../../token-verification.ts';

/** Tokens whose signature was found right. */
export interface VerifiedTokens {
  /** The claims of a token that was verified before; throws once it has expired. */
  find(token: string): TokenClaims | undefined;
  remember(token: string, claims: TokenClaims): TokenClaims;
}

/** Tokens kept; the oldest goes first. */
const capacity = 1000;

export function createVerifiedTokens(clock: Clock): VerifiedTokens {
  const claimsByToken = new Map<string, TokenClaims>();
  return {
    find(token) {
      const claims = claimsByToken.get(token);
      if (claims?.exp === undefined || claims.exp > Math.floor(clock.now() / 1000)) return claims;
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
