import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { api, integration, issuer, jwtAuthorizer, route, stand, startOfTime } from './fixtures.ts';

const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
const keys = [{ ...(await exportJWK(publicKey)), kid: 'key-1', alg: 'RS256' }];
const tokenKeys = {
  keysOf: (asked: string) => (asked === issuer ? { keys } : undefined),
  issuerOf: () => undefined,
};
const now = startOfTime / 1000;

type Claims = Readonly<Record<string, unknown>>;

/** A claim that is `undefined` is left out of the token. */
const sign = (claims: Claims) =>
  new SignJWT({ iss: issuer, aud: 'client-1', iat: now, exp: now + 3600, ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: 'key-1' })
    .sign(privateKey);

function jwtStand(scopes: readonly string[] = [], payloadFormatVersion: '1.0' | '2.0' = '2.0') {
  const routes = [
    route('GET /jwt', {
      authorizationType: 'JWT',
      authorizerId: 'jwt',
      authorizationScopes: scopes,
      integration: integration({ payloadFormatVersion }),
    }),
  ];
  return stand(api({ routes, authorizers: { jwt: jwtAuthorizer() } }), { tokenKeys });
}

test('claims reach the integration as strings; scopes are null where the route asks for none', async () => {
  const { events, send } = jwtStand();
  const token = await sign({
    scope: 'a b',
    'cognito:groups': ['admin', 'poweruser'],
    verified: true,
    nothing: null,
    realm_access: { roles: ['x', 'y'], a: 1 },
  });
  expect((await send('GET', '/jwt', { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
  expect(events[0]?.event['requestContext']).toMatchObject({
    authorizer: {
      jwt: {
        claims: {
          iss: issuer,
          aud: 'client-1',
          iat: String(now),
          exp: String(now + 3600),
          scope: 'a b',
          'cognito:groups': '[admin poweruser]',
          verified: 'true',
          realm_access: 'map[a:1 roles:[x y]]',
        },
        scopes: null,
      },
    },
  });
  expect(JSON.stringify(events[0])).not.toContain('"nothing"');
});

test('payload 1.0 has the claims without a jwt key', async () => {
  const { events, send } = jwtStand([], '1.0');
  await send('GET', '/jwt', { headers: { authorization: await sign({}) } });
  expect(events[0]?.event['requestContext']).toMatchObject({
    authorizer: { claims: { aud: 'client-1' }, scopes: null },
  });
});

test('one of the scopes of the route is enough', async () => {
  const { events, send } = jwtStand(['z', 'a']);
  const authorization = `Bearer ${await sign({ scope: 'a b' })}`;
  expect((await send('GET', '/jwt', { headers: { authorization } })).status).toBe(200);
  expect(events[0]?.event['requestContext']).toMatchObject({ authorizer: { jwt: { scopes: ['a', 'b'] } } });
});

test('without a scope of the route the answer is 403 with a challenge', async () => {
  const { events, records, send } = jwtStand(['a', 'c']);
  const response = await send('GET', '/jwt', { headers: { authorization: await sign({ scope: 'ab' }) } });
  expect([response.status, response.text]).toEqual([403, '{"message":"Forbidden"}']);
  expect(response.header('www-authenticate')).toBe('Bearer scope="a c" error="insufficient_scope"');
  expect(records[0]?.explanation).toContain('aws_apigatewayv2_route.GET_jwt');
  expect(events).toEqual([]);
});

test('client_id counts where there is no aud', async () => {
  const { send } = jwtStand();
  const access = await sign({ aud: undefined, client_id: 'client-1' });
  expect((await send('GET', '/jwt', { headers: { authorization: access } })).status).toBe(200);
  const conflicting = await sign({ aud: 'other', client_id: 'client-1' });
  expect((await send('GET', '/jwt', { headers: { authorization: conflicting } })).status).toBe(401);
});

test('no token is 401 with a bare challenge', async () => {
  const { send } = jwtStand();
  const response = await send('GET', '/jwt');
  expect([response.status, response.text]).toEqual([401, '{"message":"Unauthorized"}']);
  expect(response.header('www-authenticate')).toBe('Bearer');
  expect(response.header('content-type')).toBeUndefined();
});

test.each<[string, Claims, string]>([
  ['another audience', { aud: ['other'] }, 'the token does not have a valid audience'],
  ['no audience', { aud: undefined }, 'the token does not have a valid audience'],
  ['expired', { exp: now - 1 }, 'the token has expired'],
  ['not valid yet', { nbf: now + 60 }, 'the token is not valid yet'],
  ['of another issuer', { iss: 'https://evil.example' }, 'the token does not have a valid issuer'],
])('a token that is or has %s is 401', async (_name, claims, description) => {
  const { events, records, send } = jwtStand();
  const response = await send('GET', '/jwt', { headers: { authorization: `Bearer ${await sign(claims)}` } });
  expect([response.status, response.text]).toEqual([401, '{"message":"Unauthorized"}']);
  expect(response.header('www-authenticate')).toBe(
    `Bearer scope="" error="invalid_token" error_description="${description}"`,
  );
  expect(records[0]?.explanation).toContain('aws_apigatewayv2_authorizer.jwt');
  expect(events).toEqual([]);
});
