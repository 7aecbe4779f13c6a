import {
  type AuthenticationResultType,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { taskApi } from '../../contracts/task-api.ts';
import { required } from '../shared/environment.ts';
import { Problem } from '../shared/problem.ts';
import { restHandler } from '../shared/rest-handler.ts';
import { asSignInProblem } from './cognito-errors.ts';

const cognito = new CognitoIdentityProviderClient({});

export const handler = restHandler(taskApi, 'login', async ({ body }) => {
  const result = await signIn(body.email, body.password);
  if (!result?.AccessToken || !result.IdToken || !result.RefreshToken || !result.ExpiresIn) {
    // A challenge (a password to change, a second factor) is nothing that this route can answer.
    throw new Problem('INVALID_CREDENTIALS');
  }
  return {
    status: 200,
    body: {
      accessToken: result.AccessToken,
      idToken: result.IdToken,
      refreshToken: result.RefreshToken,
      expiresIn: result.ExpiresIn,
      tokenType: 'Bearer',
    },
  };
});

async function signIn(email: string, password: string): Promise<AuthenticationResultType | undefined> {
  try {
    const { AuthenticationResult } = await cognito.send(
      new InitiateAuthCommand({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: required('USER_POOL_CLIENT_ID'),
        AuthParameters: { USERNAME: email, PASSWORD: password },
      }),
    );
    return AuthenticationResult;
  } catch (error) {
    throw asSignInProblem(error, 'INVALID_CREDENTIALS');
  }
}
