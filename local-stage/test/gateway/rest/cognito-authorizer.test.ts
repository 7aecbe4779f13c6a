import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import type { RestMethod } from '../../../src/gateway/rest/configuration.ts';
import { GatewayConfigurationError } from '../../../src/gateway/rest/configuration-error.ts';
import type { TokenKeys } from '../../../src/services/cognito/token-keys.ts';
import { type CallOptions, frozenAt, startRestApi } from './rest-stage.ts';

const poolArn = 'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_AbCdEf';
const issuer = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf';
const now = Math.floor(frozenAt / 1000);

let sign: (claims: Record<string, unknown>, issuedBy?: string) => Promise<string>;
let forge: (claims: Record<string, unknown>) => Promise<string>;
let tokenKeys: TokenKeys;

beforeAll(async () => {
  const [pool, other] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  const jwk = { ...(await exportJWK(pool.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
  tokenKeys = {
    keysOf: (asked) => (asked === issuer ? { keys: [jwk] } : undefined),
    issuerOf: (arn) => (arn === poolArn ? issuer : undefined),
  };
  const signWith = (key: CryptoKey) => (claims: Record<string, unknown>, issuedBy: string) =>
    new SignJWT({ iat: now - 60, exp: now + 3600, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .setIssuer(issuedBy)
      .sign(key);
  sign = (claims, issuedBy = issuer) => signWith(pool.privateKey)(claims, issuedBy);
  forge = (claims) => signWith(other.privateKey)(claims, issuer);
});

const idToken = { token_use: 'id', sub: 'user-1', aud: 'client-1', 'cognito:username': 'user-1' };
const accessToken = { token_use: 'access', sub: 'user-1', client_id: 'client-1', scope: 'openid rs/read' };

const authorizer = {
  kind: 'COGNITO_USER_POOLS',
  address: 'aws_api_gateway_authorizer.users',
  id: 'users',
  providerArns: [poolArn],
  identitySource: 'method.request.header.Authorization',
  identityValidationExpression: undefined as string | undefined,
} as const;

function start(more: Partial<RestMethod> = {}, authorizerMore: Partial<typeof authorizer> = {}) {
  return startRestApi(
    {
      authorizers: { users: { ...authorizer, ...authorizerMore } },
      routes: { 'GET /x': { authorization: 'COGNITO_USER_POOLS', authorizerId: 'users', ...more } },
    },
    { dependencies: { tokenKeys } },
  );
}

const bearing = (token: string): CallOptions => ({ headers: { Authorization: token } });
const scoped = { authorizationScopes: ['rs/write', 'rs/read'] };

describe('a token that is let in', () => {
  test.each([
    ['an ID token', idToken, {}],
    ['an access token with one of the scopes', accessToken, scoped],
  ])('%s', async (_, claims, more) => {
    const stage = start(more);
    const answer = await stage.call('GET', '/dev/x', bearing(await sign(claims)));
    expect(answer.status).toBe(200);
    expect(stage.explanation()).toBeUndefined();
  });

  test('may have a Bearer prefix, which the event keeps', async () => {
    const stage = start();
    const token = `Bearer ${await sign(idToken)}`;
    expect((await stage.call('GET', '/dev/x', bearing(token))).status).toBe(200);
    expect(stage.invocations[0]?.event.headers.Authorization).toBe(token);
  });

  test('gives its claims as strings, exp and iat as dates', async () => {
    const stage = start();
    const claims = {
      ...idToken,
      auth_time: now,
      email_verified: true,
      'cognito:groups': ['a', 'b'],
      'custom:o': { k: 1 },
    };
    await stage.call('GET', '/dev/x', bearing(await sign(claims)));
    expect(stage.invocations[0]?.event.requestContext.authorizer).toEqual({
      claims: {
        iss: issuer,
        token_use: 'id',
        sub: 'user-1',
        aud: 'client-1',
        'cognito:username': 'user-1',
        auth_time: String(now),
        email_verified: 'true',
        'cognito:groups': 'a,b',
        'custom:o': '{"k":1}',
        iat: 'Wed Jun 17 14:59:04 UTC 2026',
        exp: 'Wed Jun 17 16:00:04 UTC 2026',
      },
    });
  });

  test('is matched by its aud, if the authorizer has an expression', async () => {
    const matching = start({}, { identityValidationExpression: 'client-\\d' });
    expect((await matching.call('GET', '/dev/x', bearing(await sign(idToken)))).status).toBe(200);
    const other = start({}, { identityValidationExpression: 'client' });
    expect((await other.call('GET', '/dev/x', bearing(await sign(idToken)))).status).toBe(401);
    expect(other.explanation()).toContain('identity_validation_expression');
  });

  test('may come in another header', async () => {
    const stage = start({}, { identitySource: 'method.request.header.X-Token' as never });
    const headers = { 'x-token': await sign(idToken) };
    expect((await stage.call('GET', '/dev/x', { headers })).status).toBe(200);
  });
});

describe('a token that is refused', () => {
  const refused = async (stage: ReturnType<typeof start>, request: CallOptions, named: string) => {
    const answer = await stage.call('GET', '/dev/x', request);
    expect(answer.status).toBe(401);
    expect(answer.header('x-amzn-ErrorType')).toBe('UnauthorizedException');
    expect(stage.invocations).toEqual([]);
    expect(stage.explanation()).toContain('aws_api_gateway_authorizer.users');
    expect(stage.explanation()).toContain(named);
    return answer.text;
  };
  const unauthorized = '{"message":"Unauthorized"}';

  test('none, or an empty one', async () => {
    expect(await refused(start(), {}, 'no token')).toBe(unauthorized);
    expect(await refused(start(), bearing(''), 'no token')).toBe(unauthorized);
    expect(unauthorized.length).toBe(26);
  });

  test('one past its time, also when it was let in before', async () => {
    const expired = bearing(await sign({ ...idToken, exp: now - 1 }));
    const message = '{"message":"The incoming token has expired"}';
    expect(await refused(start(), expired, 'expired')).toBe(message);
    const stage = start();
    const fresh = bearing(await sign({ ...idToken, exp: now + 10 }));
    expect((await stage.call('GET', '/dev/x', fresh)).status).toBe(200);
    stage.clock.advance(11_000);
    const answer = await stage.call('GET', '/dev/x', fresh);
    expect([answer.status, answer.text]).toEqual([401, message]);
  });

  test.each([
    ['of another signer', () => forge(idToken), 'signature'],
    ['of another issuer', () => sign(idToken, 'https://evil.example'), 'iss'],
    ['that is no token', async () => 'abc', 'JSON Web Token'],
    ['that is none of three parts', async () => 'Bearer a.b', 'JSON Web Token'],
    ['for access, without scopes', () => sign(accessToken), 'Expected: id'],
    ['that claims what a refusal looks like', () => sign({ ...accessToken, responseType: 'X' }), 'Expected: id'],
  ])('one %s', async (_, make, named) => {
    expect(await refused(start(), bearing(await make()), named)).toBe(unauthorized);
  });

  test.each([
    ['an ID token', idToken, 'Expected: access'],
    ['an access token of other scopes', { ...accessToken, scope: 'openid' }, 'rs/write, rs/read'],
    ['an access token without scopes', { ...accessToken, scope: undefined }, 'rs/write, rs/read'],
  ])('%s where the method has scopes', async (_, claims, named) => {
    expect(await refused(start(scoped), bearing(await sign(claims)), named)).toBe(unauthorized);
  });

  test('without a signature algorithm', async () => {
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const token = `${encode({ alg: 'none', kid: 'k1' })}.${encode({ ...idToken, iss: issuer, exp: now + 60 })}.`;
    expect(await refused(start(), bearing(token), 'alg')).toBe(unauthorized);
  });
});

describe('an authorizer that cannot be evaluated stops the API', () => {
  test.each([
    ['an unknown user pool', () => start({}, { providerArns: ['arn:other'] as never }), 'arn:other'],
    [
      'an identity source of a query',
      () => start({}, { identitySource: 'method.request.querystring.t' as never }),
      'querystring',
    ],
    [
      'an expression that is none',
      () => start({}, { identityValidationExpression: '(' }),
      'identity_validation_expression "("',
    ],
    ['a method that names none', () => start({ authorizerId: 'gone' }), 'authorizer_id gone'],
    ['a method of another type', () => start({ authorization: 'CUSTOM' }), 'Expected: COGNITO_USER_POOLS'],
  ])('%s', (_, create, named) => {
    expect(create).toThrow(GatewayConfigurationError);
    expect(create).toThrow(named);
  });
});
