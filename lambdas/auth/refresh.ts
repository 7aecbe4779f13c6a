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

export const handler = restHandler(taskApi, 'refresh', async ({ body }) => {
  const result = await renew(body.refreshToken);
  if (!result?.AccessToken || !result.IdToken || !result.ExpiresIn) throw new Problem('INVALID_REFRESH_TOKEN');
  return {
    status: 200,
    body: {
      accessToken: result.AccessToken,
      idToken: result.IdToken,
      expiresIn: result.ExpiresIn,
      tokenType: 'Bearer',
    },
  };
});

async function renew(refreshToken: string): Promise<AuthenticationResultType | undefined> {
  try {
    const { AuthenticationResult } = await cognito.send(
      new InitiateAuthCommand({
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        ClientId: required('USER_POOL_CLIENT_ID'),
        AuthParameters: { REFRESH_TOKEN: refreshToken },
      }),
    );
    return AuthenticationResult;
  } catch (error) {
    throw asSignInProblem(error, 'INVALID_REFRESH_TOKEN');
  }
}
