import type { CognitoContext } from '../context.ts';
import type { PoolClient } from '../pools.ts';
import { requireSecretHash } from '../secret-hash.ts';
import { passwordMatches } from '../srp.ts';
import type { User } from '../users.ts';
import {
  type AuthParameters,
  findSignInUser,
  proceed,
  requireParameter,
  type SignInAnswer,
  wrongPassword,
} from './sign-in.ts';

/** The flows in which the client sends the password itself. */
export function startPassword(
  context: CognitoContext,
  poolClient: PoolClient,
  parameters: AuthParameters,
): SignInAnswer | Promise<SignInAnswer> {
  const username = requireParameter(parameters, 'USERNAME');
  const password = requireParameter(parameters, 'PASSWORD');
  requireSecretHash(poolClient.client, username, parameters['SECRET_HASH']);
  const user = findSignInUser(context, poolClient, username);
  requirePassword(context, user, password);
  return proceed(context, poolClient, user);
}

/** @throws {AwsError} NotAuthorizedException for a wrong password, or for any while the user is locked out. */
export function requirePassword({ lockouts }: CognitoContext, user: User, password: string): void {
  lockouts.requireUnlocked(user);
  if (!passwordMatches(user.poolId, user.username, password, user.password)) {
    lockouts.failed(user);
    throw wrongPassword();
  }
}
