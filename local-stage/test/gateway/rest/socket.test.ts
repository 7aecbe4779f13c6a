import { request } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ListeningServer, listen } from '../../../src/gateway/server.ts';
import { lambda, startRestApi } from './rest-stage.ts';

let server: ListeningServer;
let stage: ReturnType<typeof startRestApi>;

beforeEach(async () => {
  stage = startRestApi(
    {
      binaryMediaTypes: ['application/octet-stream'],
      routes: { 'ANY /{proxy+}': { integration: lambda('reply') }, 'POST /keyed': { apiKeyRequired: true } },
    },
    {
      functions: {
        reply: ({ body, isBase64Encoded }) => ({
          statusCode: 200,
          multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'], 'Content-Type': ['application/octet-stream'] },
          body,
          isBase64Encoded,
        }),
      },
    },
  );
  server = await listen(stage.gateway, { port: 0 });
});

afterEach(() => server.close());

interface SocketAnswer {
  readonly status: number | undefined;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: Buffer;
}

function send(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: Buffer,
): Promise<SocketAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request({ port: server.port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const binary = { 'Content-Type': 'application/octet-stream', Accept: 'application/octet-stream' };

test('bytes go through unharmed, and repeated headers stay lines of their own', async () => {
  const bytes = Buffer.from('deadbeef00ff', 'hex');
  const answer = await send('POST', '/dev/bin', binary, bytes);
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual(bytes);
  expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2']);
  expect(answer.headers['content-length']).toBe('6');
  expect(answer.headers['date']).toBeDefined();
});

test('the path arrives as it was sent', async () => {
  await send('GET', '//dev/a%2Fb//c/?q=1+2');
  expect(stage.invocations[0]?.event).toMatchObject({
    path: '/a%2Fb//c/',
    pathParameters: { proxy: 'a%2Fb//c' },
    queryStringParameters: { q: '1 2' },
  });
  expect(stage.invocations[0]?.event.headers['X-Forwarded-Port']).toBe(String(server.port));
});

test('a refusal has the length that AWS gives it', async () => {
  const answer = await send('POST', '/dev/keyed');
  expect(answer.status).toBe(403);
  expect(answer.headers['content-length']).toBe('23');
  expect(answer.body.toString()).toBe('{"message":"Forbidden"}');
});

test('HEAD answers the length and no body', async () => {
  const answer = await send('HEAD', '/dev/x', binary);
  expect(answer.status).toBe(200);
  expect(answer.headers['content-length']).toBe('0');
  expect(answer.body.length).toBe(0);
});

test('a body above 10 MB is refused in plain text', async () => {
  const answer = await send('POST', '/dev/bin', binary, Buffer.alloc(11 * 1024 * 1024));
  expect(answer.status).toBe(413);
  expect(answer.headers['content-type']).toBe('text; charset=utf-8');
  expect(answer.headers['content-length']).toBe('44');
  expect(answer.headers['x-amzn-requestid']).toBeUndefined();
});
