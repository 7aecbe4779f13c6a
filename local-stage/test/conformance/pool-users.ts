import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Stage } from '../../src/stage.ts';

export const password = 'Correct-horse-9';

export interface UserTokens {
  readonly idToken: string;
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** A client that acts as the stage's operator. The caller destroys it. */
export const cognitoClient = ({ awsEndpoint, region, operatorCredentials }: Stage): CognitoIdentityProviderClient =>
  new CognitoIdentityProviderClient({
    endpoint: awsEndpoint,
    region,
    credentials: operatorCredentials,
    maxAttempts: 1,
  });

/** Creates a user whose password is `password`. @param name an address, for a pool whose users go by it, or any other name */
export async function createUser(client: CognitoIdentityProviderClient, poolId: string, name: string): Promise<void> {
  const user = { UserPoolId: poolId, Username: name };
  const UserAttributes = name.includes('@') ? [{ Name: 'email', Value: name }] : [];
  await client.send(new AdminCreateUserCommand({ ...user, UserAttributes, MessageAction: 'SUPPRESS' }));
  await client.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }));
}

export async function signIn(
  client: CognitoIdentityProviderClient,
  clientId: string,
  name: string,
): Promise<UserTokens> {
  const { AuthenticationResult } = await client.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: name, PASSWORD: password },
    }),
  );
  const { IdToken = '', AccessToken = '', RefreshToken = '' } = AuthenticationResult ?? {};
  return { idToken: IdToken, accessToken: AccessToken, refreshToken: RefreshToken };
}
