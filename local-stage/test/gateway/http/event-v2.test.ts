import { expect, test } from 'vitest';
import { api, route, stage, stand, startOfTime } from './fixtures.ts';

async function eventOf(
  method: string,
  target: string,
  options?: { headers?: readonly (readonly [string, string])[]; body?: string | Buffer },
) {
  const { events, send } = stand(api({ routes: [route('ANY /users/{userId}/orders'), route('$default')] }));
  await send(method, target, options);
  const event: Record<string, unknown> = events[0]?.event ?? {};
  return event;
}

test('an event with everything', async () => {
  const event = await eventOf('POST', '/users/123/orders?status=pending&tag=important&tag=very+urgent', {
    headers: [
      ['Host', '127.0.0.1:4001'],
      ['User-Agent', 'curl/8'],
      ['Cookie', 'session=abc123; theme=dark'],
      ['X-Multi', 'foo'],
      ['x-multi', '/bar'],
      ['Content-Type', 'application/json'],
      ['X-Amzn-Trace-Id', 'Root=1-67890abc-0123456789abcdef01234567'],
      ['X-Forwarded-For', '10.0.0.1'],
    ],
    body: '{"a":"é"}',
  });
  const requestId = expect.stringMatching(/^[\w-]{15}=$/);
  expect(event).toEqual({
    version: '2.0',
    routeKey: 'ANY /users/{userId}/orders',
    rawPath: '/users/123/orders',
    rawQueryString: 'status=pending&tag=important&tag=very+urgent',
    cookies: ['session=abc123', 'theme=dark'],
    headers: {
      host: '127.0.0.1:4001',
      'user-agent': 'curl/8',
      'x-multi': 'foo,/bar',
      'content-type': 'application/json',
      'content-length': '10',
      'x-amzn-trace-id': 'Root=1-67890abc-0123456789abcdef01234567',
      'x-forwarded-for': '10.0.0.1, 127.0.0.1',
      'x-forwarded-port': '4001',
      'x-forwarded-proto': 'http',
    },
    queryStringParameters: { status: 'pending', tag: 'important,very urgent' },
    requestContext: {
      accountId: '123456789012',
      apiId: 'abc123',
      domainName: '127.0.0.1:4001',
      domainPrefix: '127',
      http: {
        method: 'POST',
        path: '/users/123/orders',
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: 'curl/8',
      },
      requestId,
      routeKey: 'ANY /users/{userId}/orders',
      stage: '$default',
      time: '02/Jan/2026:03:04:05 +0000',
      timeEpoch: startOfTime,
    },
    body: '{"a":"é"}',
    pathParameters: { userId: '123' },
    isBase64Encoded: false,
  });
});

test('an empty request leaves keys out', async () => {
  const event = await eventOf('POST', '/lambda');
  expect(Object.keys(event)).toEqual([
    'version',
    'routeKey',
    'rawPath',
    'rawQueryString',
    'headers',
    'requestContext',
    'isBase64Encoded',
  ]);
  expect(event).toMatchObject({
    rawQueryString: '',
    headers: { 'content-length': '0' },
    requestContext: { http: { userAgent: '' } },
    isBase64Encoded: false,
  });
  expect(event['requestContext']).not.toHaveProperty('authorizer');
});

test('stage variables are in the event', async () => {
  const { events, send } = stand(api({ stages: [stage('$default', { variables: { a: 'b' } })] }));
  await send('GET', '/health');
  expect(events[0]?.event['stageVariables']).toEqual({ a: 'b' });
});

test.each([
  ['application/json', false],
  ['application/json; charset=utf-8', false],
  ['APPLICATION/JSON', false],
  ['text/plain', false],
  ['application/xml', false],
  ['application/javascript', false],
  ['application/x-www-form-urlencoded', true],
  ['multipart/form-data; boundary=x', true],
  ['application/octet-stream', true],
  [undefined, true],
])('a body of content type %s is base64-encoded: %s', async (contentType, isBase64Encoded) => {
  const headers = contentType ? ([['Content-Type', contentType]] as const) : [];
  const event = await eventOf('POST', '/x', { headers, body: 'a=b' });
  expect(event).toMatchObject({ isBase64Encoded, body: isBase64Encoded ? 'YT1i' : 'a=b' });
});

test('a compressed body is base64-encoded, whatever its content type', async () => {
  const body = Buffer.from([31, 139, 8, 0]);
  const event = await eventOf('POST', '/x', {
    headers: [
      ['Content-Type', 'application/json'],
      ['Content-Encoding', 'gzip'],
    ],
    body,
  });
  expect(event).toMatchObject({ isBase64Encoded: true, body: body.toString('base64') });
});

test('names that every object has are names like others', async () => {
  const event = await eventOf('GET', '/x?__proto__=a&constructor=b', { headers: [['constructor', 'c']] });
  expect(JSON.stringify(event['queryStringParameters'])).toBe('{"__proto__":"a","constructor":"b"}');
  expect(event['headers']).toMatchObject({ constructor: 'c' });
});
