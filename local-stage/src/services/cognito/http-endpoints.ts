import type { ServiceRequest, ServiceResponse } from '../service.ts';
import type { UserPoolConfiguration } from './configuration.ts';
import type { CognitoContext } from './context.ts';
import { OAuthError, oauthResponse, renderOAuthError } from './oauth/oauth-error.ts';
import { answerRevocation } from './oauth/revocation-endpoint.ts';
import { answerToken } from './oauth/token-endpoint.ts';
import { rowOf } from './rows.ts';

type HttpEndpoint = (
  context: CognitoContext,
  pool: UserPoolConfiguration,
  request: ServiceRequest,
) => Promise<ServiceResponse>;

/** By method and path behind the pool's id. */
const endpoints: Readonly<Record<string, HttpEndpoint>> = {
  'GET .well-known/jwks.json': answerKeySet,
  'GET .well-known/openid-configuration': answerDiscovery,
  'POST oauth2/token': ofDomain(answerToken),
  'POST oauth2/revoke': ofDomain(answerRevocation),
};

/** Paths behind the pool's id. */
export const httpEndpointNames: readonly string[] = Object.keys(endpoints).map((name) =>
  name.slice(name.indexOf(' ') + 1),
);

export interface HttpEndpointMatch {
  readonly poolId: string;
  /** Path behind the pool's id: `oauth2/token`. */
  readonly name: string;
  readonly answer: HttpEndpoint;
}

/** Finds the endpoint of a user pool that a request is for: `/{poolId}/.well-known/jwks.json` and the like. */
export function matchHttpEndpoint({
  method,
  path,
}: Pick<ServiceRequest, 'method' | 'path'>): HttpEndpointMatch | undefined {
  const [, poolId, name] = /^\/([\w-]+_[0-9A-Za-z]+)\/(.+)$/.exec(path) ?? [];
  if (poolId === undefined || name === undefined) return undefined;
  const answer = rowOf(endpoints, `${method} ${name}`);
  return answer && { poolId, name, answer };
}

export async function answerHttpEndpoint(
  context: CognitoContext,
  { poolId, answer }: HttpEndpointMatch,
  request: ServiceRequest,
): Promise<ServiceResponse> {
  const pool = context.pools.all.find(({ id }) => id === poolId);
  if (!pool) return oauthResponse(404, { message: `User pool ${poolId} does not exist.` });
  try {
    return await answer(context, pool, request);
  } catch (error) {
    if (error instanceof OAuthError) return renderOAuthError(error);
    throw error;
  }
}

/** The OAuth endpoints are of the pool's domain, and without one do not exist. */
function ofDomain(answer: HttpEndpoint): HttpEndpoint {
  return async (context, pool, request) => {
    if (pool.domain !== undefined) return answer(context, pool, request);
    const message = `${pool.address} has no OAuth endpoints. Expected: an aws_cognito_user_pool_domain for it`;
    return oauthResponse(404, { message });
  };
}

async function answerKeySet({ keys }: CognitoContext, pool: UserPoolConfiguration): Promise<ServiceResponse> {
  return publicDocument({ keys: await keys.keySet(pool.id) });
}

/** The issuer is AWS's, as the tokens say it; the endpoints are the stage's. */
async function answerDiscovery(
  _: CognitoContext,
  pool: UserPoolConfiguration,
  { origin }: ServiceRequest,
): Promise<ServiceResponse> {
  const base = `${origin}/${pool.id}`;
  return publicDocument({
    id_token_signing_alg_values_supported: ['RS256'],
    issuer: pool.issuer,
    jwks_uri: `${base}/.well-known/jwks.json`,
    response_types_supported: ['code', 'token'],
    ...(pool.domain !== undefined && {
      token_endpoint: `${base}/oauth2/token`,
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      revocation_endpoint: `${base}/oauth2/revoke`,
    }),
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    subject_types_supported: ['public'],
  });
}

const publicDocument = (document: unknown): ServiceResponse => ({
  status: 200,
  headers: { 'content-type': 'application/json', 'cache-control': 'public, max-age=86400' },
  body: JSON.stringify(document),
});
