import { AwsError, type ServiceRequest, type ServiceResponse } from '../../service.ts';
import type { UserPoolConfiguration } from '../configuration.ts';
import type { CognitoContext } from '../context.ts';
import type { PoolClient } from '../pools.ts';
import { rowOf } from '../rows.ts';
import { findSignIn, refreshTokens } from '../sign-in/refresh.ts';
import { authenticateClient, readForm } from './client-authentication.ts';
import { OAuthError, oauthResponse } from './oauth-error.ts';

type Grant = (context: CognitoContext, poolClient: PoolClient, form: URLSearchParams) => Promise<unknown>;

const grants: Readonly<Record<string, Grant>> = {
  client_credentials: grantClientCredentials,
  refresh_token: grantRefreshToken,
};

/**
 * `POST /oauth2/token` (Amazon Cognito Developer Guide, "The token issuer endpoint").
 *
 * @throws {OAuthError}
 */
export async function answerToken(
  context: CognitoContext,
  pool: UserPoolConfiguration,
  request: ServiceRequest,
): Promise<ServiceResponse> {
  const form = readForm(request);
  const grantType = form.get('grant_type');
  if (grantType === null) throw new OAuthError('invalid_request', 'grant_type is missing');
  const grant = rowOf(grants, grantType);
  if (!grant) {
    const expected = Object.keys(grants).join(' or ');
    const description = `the local stage grants no ${grantType}. Expected: ${expected}`;
    throw new OAuthError('unsupported_grant_type', description);
  }
  const poolClient = authenticateClient(pool, request, form, 400);
  return oauthResponse(200, await grant(context, poolClient, form));
}

async function grantClientCredentials(
  context: CognitoContext,
  { pool, client }: PoolClient,
  form: URLSearchParams,
): Promise<unknown> {
  if (client.secret === undefined || !client.allowedOAuthFlows.includes('client_credentials')) {
    const expected = 'Expected: generate_secret and client_credentials in allowed_oauth_flows';
    throw new OAuthError('unauthorized_client', `${client.address} is not of client credentials. ${expected}`);
  }
  const scopes = grantedScopes({ pool, client }, form.get('scope'));
  const accessToken = await context.tokens.forClient(pool, client, scopes);
  return { access_token: accessToken, expires_in: client.accessTokenValiditySeconds, token_type: 'Bearer' };
}

/** Only scopes of resource servers: there is no user whom `openid` or `profile` could be about. */
function grantedScopes({ pool, client }: PoolClient, requested: string | null): readonly string[] {
  const declared = pool.resourceServers.flatMap(({ identifier, scopes }) =>
    scopes.map((scope) => `${identifier}/${scope}`),
  );
  const allowed = declared.filter((scope) => client.allowedOAuthScopes.includes(scope));
  const wanted = requested?.split(' ').filter((scope) => scope !== '') ?? [];
  const refused = wanted.filter((scope) => !allowed.includes(scope));
  if (refused.length > 0 || allowed.length === 0) {
    const found = refused.join(' ') || 'none';
    throw new OAuthError(
      'invalid_scope',
      `found ${found}. Expected: scopes of ${client.address}: ${allowed.join(' ')}`,
    );
  }
  return wanted.length === 0 ? allowed : wanted;
}

async function grantRefreshToken(
  context: CognitoContext,
  poolClient: PoolClient,
  form: URLSearchParams,
): Promise<unknown> {
  const refreshToken = form.get('refresh_token');
  if (refreshToken === null) throw new OAuthError('invalid_request', 'refresh_token is missing');
  try {
    const tokens = await refreshTokens(context, poolClient, findSignIn(context, poolClient, refreshToken));
    const { idToken, accessToken, expiresIn } = tokens;
    return { id_token: idToken, access_token: accessToken, expires_in: expiresIn, token_type: 'Bearer' };
  } catch (error) {
    if (error instanceof AwsError) throw new OAuthError('invalid_grant', error.message);
    throw error;
  }
}
