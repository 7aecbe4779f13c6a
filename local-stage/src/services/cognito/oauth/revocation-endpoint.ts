import type { ServiceRequest, ServiceResponse } from '../../service.ts';
import type { UserPoolConfiguration } from '../configuration.ts';
import type { CognitoContext } from '../context.ts';
import { revokeRefreshToken } from '../sign-in/revoke.ts';
import { authenticateClient, readForm } from './client-authentication.ts';
import { OAuthError, oauthResponse } from './oauth-error.ts';

/**
 * `POST /oauth2/revoke` (Amazon Cognito Developer Guide, "The token revocation endpoint").
 *
 * @throws {OAuthError}
 */
export async function answerRevocation(
  context: CognitoContext,
  pool: UserPoolConfiguration,
  request: ServiceRequest,
): Promise<ServiceResponse> {
  const form = readForm(request);
  const poolClient = authenticateClient(pool, request, form, 401);
  const token = form.get('token');
  if (token === null) throw new OAuthError('invalid_request', 'token is missing');
  if (!poolClient.client.tokenRevocation) {
    throw new OAuthError('invalid_request', `${poolClient.client.address} does not enable token revocation`);
  }
  const outcome = revokeRefreshToken(context, poolClient, token);
  if (outcome === 'unsupported') throw new OAuthError('unsupported_token_type', 'only a refresh token can be revoked');
  if (outcome === 'foreign') throw new OAuthError('invalid_client', 'the token was issued to another client', 401);
  return oauthResponse(200, undefined);
}
