import { expect, test } from 'vitest';
import { api, cors, jwtAuthorizer, lambdaAuthorizer, route, stand } from './fixtures.ts';

const origin = { Origin: 'https://a.example' };
const preflight = { ...origin, 'Access-Control-Request-Method': 'POST' };

test('a preflight is answered without a route', async () => {
  const { events, send } = stand(api({ cors: cors() }));
  const response = await send('OPTIONS', '/health', { headers: preflight });
  expect(response.status).toBe(204);
  expect(response.text).toBe('');
  expect(Object.fromEntries(response.headers)).toEqual({
    'access-control-allow-origin': 'https://a.example',
    'access-control-allow-methods': 'GET,POST',
    'access-control-allow-headers': 'content-type',
    'access-control-max-age': '300',
    'Apigw-Requestid': expect.any(String),
  });
  expect(events).toEqual([]);
});

test.each([
  ['another origin', { ...preflight, Origin: 'https://evil.example' }],
  ['no origin', { 'Access-Control-Request-Method': 'POST' }],
  ['an origin that asks for no method', origin],
])('a preflight from %s gets no CORS headers', async (_name, headers) => {
  const response = await stand(api({ cors: cors() })).send('OPTIONS', '/health', { headers });
  expect(response.status).toBe(204);
  expect(response.headers.filter(([name]) => name.startsWith('access-control'))).toEqual([]);
});

test('without CORS configuration an OPTIONS request is just unmatched', async () => {
  const response = await stand(api()).send('OPTIONS', '/health', { headers: preflight });
  expect(response.status).toBe(404);
});

test('a route that takes OPTIONS gets the preflight, its authorizer too', async () => {
  const configuration = api({
    cors: cors(),
    routes: [route('$default', { authorizationType: 'JWT', authorizerId: 'jwt' })],
    authorizers: { jwt: jwtAuthorizer() },
  });
  const { send } = stand(configuration, { tokenKeys: { keysOf: () => ({ keys: [] }), issuerOf: () => undefined } });
  const response = await send('OPTIONS', '/x', { headers: preflight });
  expect(response.status).toBe(401);
  expect(response.header('access-control-allow-origin')).toBe('https://a.example');
});

test("the integration's CORS headers are replaced by the API's", async () => {
  const { send } = stand(api({ cors: cors() }), {
    functions: {
      echo: () => ({
        statusCode: 200,
        headers: { 'Access-Control-Allow-Origin': '*', 'access-control-allow-credentials': 'true', 'X-Foo': 'kept' },
      }),
    },
  });
  const response = await send('GET', '/health', { headers: origin });
  expect(response.headers.filter(([name]) => name.toLowerCase().startsWith('access-control'))).toEqual([
    ['access-control-allow-origin', 'https://a.example'],
    ['access-control-expose-headers', 'x-foo'],
  ]);
  expect(response.header('x-foo')).toBe('kept');
  const withoutOrigin = await send('GET', '/health');
  expect(withoutOrigin.header('access-control-allow-origin')).toBeUndefined();
});

test("without CORS configuration the integration's CORS headers pass", async () => {
  const { send } = stand(api(), {
    functions: { echo: () => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*' } }) },
  });
  expect((await send('GET', '/health')).header('access-control-allow-origin')).toBe('*');
});

test.each([
  ['*', 'https://b.example', '*'],
  ['https://*', 'https://b.example', 'https://b.example'],
  ['https://*', 'http://b.example', undefined],
  ['https://a.example', 'https://a.example.evil', undefined],
])('origins %s and a request from %s give %s', async (allowed, from, expected) => {
  const { send } = stand(api({ cors: cors({ allowOrigins: [allowed] }) }));
  const response = await send('GET', '/health', { headers: { Origin: from } });
  expect(response.header('access-control-allow-origin')).toBe(expected);
});

test('credentials are allowed on preflights and answers', async () => {
  const { send } = stand(api({ cors: cors({ allowCredentials: true }) }));
  for (const [method, headers] of [
    ['OPTIONS', preflight],
    ['GET', origin],
  ] as const) {
    expect((await send(method, '/health', { headers })).header('access-control-allow-credentials')).toBe('true');
  }
});

test("denials, failures and 404s carry the API's CORS headers", async () => {
  const configuration = api({
    cors: cors(),
    routes: [route('GET /denied', { authorizationType: 'CUSTOM', authorizerId: 'webhook' }), route('GET /failing')],
    authorizers: { webhook: lambdaAuthorizer() },
  });
  const { send } = stand(configuration, {
    functions: { authorizer: () => ({ isAuthorized: false }), echo: () => ({ statusCode: 'x' }) },
  });
  const headers = { ...origin, Authorization: 'x' };
  for (const [path, status] of [
    ['/denied', 403],
    ['/failing', 500],
    ['/nope', 404],
  ] as const) {
    const response = await send('GET', path, { headers });
    expect([response.status, response.header('access-control-allow-origin')]).toEqual([status, 'https://a.example']);
  }
});
