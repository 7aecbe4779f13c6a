import { AwsError } from '../../service.ts';
import type { CognitoContext } from '../context.ts';
import type { PoolClient } from '../pools.ts';
import { requireSecretHash } from '../secret-hash.ts';
import type { SignIn } from '../sign-ins.ts';
import type { UserTokens } from '../tokens.ts';
import { type AuthParameters, requireParameter, type SignedIn } from './sign-in.ts';

/** `REFRESH_TOKEN_AUTH`; the secret hash is of the user name that the tokens carry. */
export async function startRefresh(
  context: CognitoContext,
  poolClient: PoolClient,
  parameters: AuthParameters,
): Promise<SignedIn> {
  const signIn = findSignIn(context, poolClient, requireParameter(parameters, 'REFRESH_TOKEN'));
  requireSecretHash(poolClient.client, signIn.username, parameters['SECRET_HASH']);
  return renderRefresh(await refreshTokens(context, poolClient, signIn));
}

/** An answer with new tokens and no new refresh token. */
export const renderRefresh = ({ accessToken, idToken, expiresIn }: UserTokens): SignedIn => ({
  AuthenticationResult: { AccessToken: accessToken, ExpiresIn: expiresIn, IdToken: idToken, TokenType: 'Bearer' },
  ChallengeParameters: {},
});

/** @throws {AwsError} NotAuthorizedException for a refresh token that the client cannot use. */
export function findSignIn(
  { signIns, clock }: CognitoContext,
  { pool, client }: PoolClient,
  refreshToken: string,
): SignIn {
  const signIn = signIns.byRefreshToken(refreshToken);
  if (!signIn || signIn.clientId !== client.id || signIn.poolId !== pool.id) throw refused('Invalid Refresh Token.');
  if (signIn.revoked) throw refused('Refresh Token has been revoked');
  if (signIn.expiresAt <= clock.now()) throw refused('Refresh Token has expired');
  return signIn;
}

/** New tokens of a sign-in: its `origin_jti`, `event_id` and `auth_time` stay. */
export function refreshTokens(
  { users, tokens }: CognitoContext,
  { pool, client }: PoolClient,
  signIn: SignIn,
): Promise<UserTokens> {
  const user = users.find(pool, signIn.username);
  if (!user) throw new AwsError('UserNotFoundException', 'User does not exist.');
  if (!user.enabled) throw refused('User is disabled.');
  return tokens.forUser({ pool, client, user, signIn });
}

const refused = (message: string) => new AwsError('NotAuthorizedException', message);
