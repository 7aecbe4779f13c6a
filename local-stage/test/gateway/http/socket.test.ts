import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHttpApi } from '../../../src/gateway/http/http-api.ts';
import { type ListeningServer, listen } from '../../../src/gateway/server.ts';
import { api, cors, route, stand } from './fixtures.ts';

const configuration = api({ cors: cors(), routes: [route('ANY /echo'), route('GET /cookies')] });
const { dependencies } = stand(configuration, {
  functions: {
    echo: (event: Record<string, unknown>) => ({
      statusCode: 200,
      cookies: ['a=1', 'b=2'],
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(event),
    }),
  },
});
let server: ListeningServer;
let url: string;

beforeAll(async () => {
  server = await listen(createHttpApi(configuration, dependencies), { port: 0 });
  url = `http://127.0.0.1:${server.port}`;
});
afterAll(() => server.close());

test('a request over a socket reaches the function as sent', async () => {
  const response = await fetch(`${url}/echo?a=1&a=2`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: 'x=1; y=2' },
    body: '{"é":1}',
  });
  expect(response.status).toBe(200);
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  expect(response.headers.get('apigw-requestid')).toMatch(/=$/);
  expect(await response.json()).toMatchObject({
    rawPath: '/echo',
    rawQueryString: 'a=1&a=2',
    queryStringParameters: { a: '1,2' },
    cookies: ['x=1', 'y=2'],
    headers: { host: `127.0.0.1:${server.port}`, 'content-length': '8' },
    requestContext: { http: { method: 'POST', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' } },
    body: '{"é":1}',
    isBase64Encoded: false,
  });
});

test('a HEAD request has the length of the body it does not get', async () => {
  const response = await fetch(`${url}/echo`, { method: 'HEAD' });
  expect(response.status).toBe(200);
  expect(Number(response.headers.get('content-length'))).toBeGreaterThan(100);
  expect(await response.text()).toBe('');
});

test('a preflight', async () => {
  const response = await fetch(`${url}/cookies`, {
    method: 'OPTIONS',
    headers: { origin: 'https://a.example', 'access-control-request-method': 'GET' },
  });
  expect(response.status).toBe(204);
  expect(response.headers.get('access-control-allow-origin')).toBe('https://a.example');
  expect(response.headers.has('content-length')).toBe(false);
});

test('a 404 has the length that AWS gives it', async () => {
  const response = await fetch(`${url}/nope`);
  expect([response.status, response.headers.get('content-length')]).toEqual([404, '23']);
});
