import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import type { Clock } from '../../clock.ts';
import { AwsError } from '../service.ts';
import type { UserPoolConfiguration } from './configuration.ts';
import type { Pools } from './pools.ts';
import type { SignIn, SignIns } from './sign-ins.ts';
import type { SigningKeys } from './signing-keys.ts';
import { selfServiceScope } from './tokens.ts';
import type { User, Users } from './users.ts';

/** Who presents an access token to one of the user's own operations. */
interface TokenHolder {
  readonly pool: UserPoolConfiguration;
  readonly user: User;
  readonly signIn: SignIn;
}

/**
 * Turns an access token into its user. Unlike a gateway's check of the token alone, this one knows of
 * revocations (Amazon Cognito Developer Guide, "Revoking tokens").
 *
 * @throws {AwsError} NotAuthorizedException, or UserNotFoundException for a user deleted since.
 */
export type TokenHolderLookup = (accessToken: string) => Promise<TokenHolder>;

export interface AccessTokenDependencies {
  readonly clock: Clock;
  readonly pools: Pools;
  readonly keys: SigningKeys;
  readonly users: Users;
  readonly signIns: SignIns;
}

export function createTokenHolderLookup(dependencies: AccessTokenDependencies): TokenHolderLookup {
  return async (accessToken) => {
    const pool = issuingPool(accessToken, dependencies.pools);
    const claims = await verify(accessToken, pool, dependencies);
    if (!String(claims['scope']).split(' ').includes(selfServiceScope)) {
      throw refused('Access Token does not have required scopes');
    }
    return holderOf(claims, pool, dependencies);
  };
}

function issuingPool(accessToken: string, pools: Pools): UserPoolConfiguration {
  const { iss, token_use: use } = readClaims(accessToken);
  const pool = pools.all.find(({ issuer }) => issuer === iss);
  if (!pool || use !== 'access') throw refused('Invalid Access Token');
  return pool;
}

function readClaims(token: string): JWTPayload {
  try {
    return decodeJwt(token);
  } catch {
    throw refused('Invalid Access Token');
  }
}

async function verify(token: string, pool: UserPoolConfiguration, { clock, keys }: AccessTokenDependencies) {
  const key = await keys.of(pool.id, 'access');
  if (decodeProtectedHeader(token).kid !== key.kid) throw refused('Could not verify signature for Access Token');
  try {
    const currentDate = new Date(clock.now());
    const verified = await jwtVerify(token, key.publicKey, {
      algorithms: ['RS256'],
      requiredClaims: ['exp'],
      currentDate,
    });
    return verified.payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw refused('Access Token has expired');
    throw refused('Could not verify signature for Access Token');
  }
}

function holderOf(
  claims: JWTPayload,
  pool: UserPoolConfiguration,
  { users, signIns }: AccessTokenDependencies,
): TokenHolder {
  const signIn = signIns.byEventId(String(claims['event_id']));
  if (!signIn) throw refused('Invalid Access Token');
  if (signIn.revoked) throw refused('Access Token has been revoked');
  const user = users.find(pool, signIn.username);
  if (!user) throw new AwsError('UserNotFoundException', 'User does not exist.');
  if (!user.enabled) throw refused('User is disabled.');
  return { pool, user, signIn };
}

const refused = (message: string) => new AwsError('NotAuthorizedException', message);
