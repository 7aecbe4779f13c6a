import { decodeJwt } from 'jose';
import type { CognitoContext } from '../context.ts';
import type { PoolClient } from '../pools.ts';

/** What a revocation came to; a token that is unknown counts as revoked (RFC 7009, section 2.2). */
export type Revocation = 'revoked' | 'unsupported' | 'foreign';

/** Revokes a refresh token and the access tokens that came of it. */
export function revokeRefreshToken({ signIns }: CognitoContext, { client }: PoolClient, token: string): Revocation {
  const signIn = signIns.byRefreshToken(token);
  if (!signIn) return isJsonWebToken(token) ? 'unsupported' : 'revoked';
  if (signIn.clientId !== client.id) return 'foreign';
  signIns.revoke(signIn);
  return 'revoked';
}

/** Access and ID tokens, which cannot be revoked by themselves. */
function isJsonWebToken(token: string): boolean {
  try {
    return decodeJwt(token).iss !== undefined;
  } catch {
    return false;
  }
}
