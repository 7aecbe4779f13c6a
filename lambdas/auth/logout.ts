import { CognitoIdentityProviderClient, RevokeTokenCommand } from '@aws-sdk/client-cognito-identity-provider';
import { taskApi } from '../../contracts/task-api.ts';
import { required } from '../shared/environment.ts';
import { Problem } from '../shared/problem.ts';
import { restHandler } from '../shared/rest-handler.ts';
import { asSignInProblem } from './cognito-errors.ts';

const cognito = new CognitoIdentityProviderClient({});

/** What the pool says of a text that is no refresh token of this client's. */
const foreignTokenErrors: ReadonlySet<string> = new Set(['UnsupportedTokenTypeException', 'UnauthorizedException']);

/** Revoking a token again changes nothing: 204, as the first time (RFC 7009). */
export const handler = restHandler(taskApi, 'logout', async ({ body }) => {
  try {
    await cognito.send(new RevokeTokenCommand({ ClientId: required('USER_POOL_CLIENT_ID'), Token: body.refreshToken }));
  } catch (error) {
    if (!(error instanceof Error && foreignTokenErrors.has(error.name))) {
      throw asSignInProblem(error, 'VALIDATION_FAILED');
    }
    const errors = [{ at: '/refreshToken', detail: 'Expected: a refresh token that this API gave' }];
    throw new Problem('VALIDATION_FAILED', { errors, cause: error });
  }
  return { status: 204 };
});
