import { AwsError } from '../../service.ts';
import type { UserPoolConfiguration } from '../configuration.ts';
import type { CognitoContext } from '../context.ts';
import type { PoolClient } from '../pools.ts';
import type { User } from '../users.ts';

/** `AuthParameters` or `ChallengeResponses`. */
export type AuthParameters = Readonly<Record<string, string>>;

/** What a step of a sign-in answers: tokens, or what the client has to do next. */
export type SignInAnswer = SignedIn | NextChallenge;

export interface SignedIn {
  readonly AuthenticationResult: {
    readonly AccessToken: string;
    readonly ExpiresIn: number;
    readonly IdToken: string;
    /** Absent where a refresh token was the credential. */
    readonly RefreshToken?: string;
    readonly TokenType: 'Bearer';
  };
  readonly ChallengeParameters: Readonly<Record<string, string>>;
}

export interface NextChallenge {
  readonly ChallengeName: 'PASSWORD_VERIFIER' | 'NEW_PASSWORD_REQUIRED';
  readonly ChallengeParameters: Readonly<Record<string, string>>;
  readonly Session?: string;
}

/** @throws {AwsError} InvalidParameterException */
export function requireParameter(parameters: AuthParameters, name: string): string {
  const value = parameters[name];
  if (value === undefined) throw new AwsError('InvalidParameterException', `Missing required parameter ${name}`);
  return value;
}

/** The one answer to a wrong password, and to an unknown user where that is kept secret. */
export const wrongPassword = () => new AwsError('NotAuthorizedException', 'Incorrect username or password.');

/** @throws {AwsError} for an unknown user, as the client's `prevent_user_existence_errors` says. */
export function findSignInUser({ users }: CognitoContext, { pool, client }: PoolClient, name: string): User {
  const user = users.find(pool, name);
  if (user) return user;
  if (client.preventUserExistenceErrors) throw wrongPassword();
  throw new AwsError('UserNotFoundException', 'User does not exist.');
}

/**
 * Goes on once the password is proved: to tokens, or to the challenge of a new password.
 *
 * @throws {AwsError} for a user whose account does not allow a sign-in.
 */
export function proceed(
  context: CognitoContext,
  poolClient: PoolClient,
  user: User,
): SignInAnswer | Promise<SignInAnswer> {
  context.lockouts.succeeded(user);
  if (!user.enabled) throw new AwsError('NotAuthorizedException', 'User is disabled.');
  if (user.status === 'UNCONFIRMED') throw new AwsError('UserNotConfirmedException', 'User is not confirmed.');
  if (user.status === 'FORCE_CHANGE_PASSWORD') return askNewPassword(context, poolClient, user);
  return signIn(context, poolClient, user);
}

async function signIn(context: CognitoContext, { pool, client }: PoolClient, user: User): Promise<SignedIn> {
  const { signIn: opened, refreshToken } = context.signIns.open(user, client);
  const tokens = await context.tokens.forUser({ pool, client, user, signIn: opened });
  return {
    AuthenticationResult: {
      AccessToken: tokens.accessToken,
      ExpiresIn: tokens.expiresIn,
      IdToken: tokens.idToken,
      RefreshToken: refreshToken,
      TokenType: 'Bearer',
    },
    ChallengeParameters: {},
  };
}

const dayMs = 86_400_000;

/** AWS API reference, "PasswordPolicyType", TemporaryPasswordValidityDays. */
const defaultTemporaryPasswordDays = 7;

function askNewPassword(context: CognitoContext, { pool, client }: PoolClient, user: User): NextChallenge {
  if (context.clock.now() >= user.passwordSetAt + temporaryPasswordDays(pool) * dayMs) {
    const message = 'Temporary password has expired and must be reset by an administrator.';
    throw new AwsError('NotAuthorizedException', message);
  }
  const { sub: _, ...userAttributes } = user.attributes;
  return {
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session: context.challenges.open({
      name: 'NEW_PASSWORD_REQUIRED',
      clientId: client.id,
      username: user.username,
    }),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: '[]',
      userAttributes: JSON.stringify(userAttributes),
    },
  };
}

const temporaryPasswordDays = ({ passwordPolicy }: UserPoolConfiguration): number =>
  passwordPolicy.temporaryPasswordValidityDays ?? defaultTemporaryPasswordDays;
