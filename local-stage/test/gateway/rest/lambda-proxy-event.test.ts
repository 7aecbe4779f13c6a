import { describe, expect, test } from 'vitest';
import { type ApiOptions, type CallOptions, stage as stageOf, startRestApi } from './rest-stage.ts';

const greedy: ApiOptions = { routes: { 'ANY /{proxy+}': {} } };

async function eventOf(options: ApiOptions, httpMethod: string, target: string, request?: CallOptions) {
  const stage = startRestApi(options);
  await stage.call(httpMethod, target, request);
  return stage.invocations[0]?.event;
}

test('a GET has the members of a REST proxy event, and no others', async () => {
  const headers = { 'User-Agent': 'test/1', Accept: '*/*' };
  const event = await eventOf({ routes: { 'GET /no-auth': {} } }, 'GET', '/dev/no-auth', { headers });
  const { requestContext, headers: eventHeaders, multiValueHeaders, ...rest } = event;
  expect(rest).toEqual({
    resource: '/no-auth',
    path: '/no-auth',
    httpMethod: 'GET',
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
    body: null,
    isBase64Encoded: false,
  });
  expect(eventHeaders).toEqual({
    Accept: '*/*',
    Host: '127.0.0.1:4000',
    'User-Agent': 'test/1',
    'X-Amzn-Trace-Id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}/),
    'X-Forwarded-For': '127.0.0.1',
    'X-Forwarded-Port': '4000',
    'X-Forwarded-Proto': 'http',
  });
  expect(multiValueHeaders['User-Agent']).toEqual(['test/1']);
  expect(requestContext).toEqual({
    resourceId: 'r0',
    resourcePath: '/no-auth',
    httpMethod: 'GET',
    extendedRequestId: expect.stringMatching(/=$/),
    requestTime: '17/Jun/2026:15:00:04 +0000',
    path: '/dev/no-auth',
    accountId: '123456789012',
    protocol: 'HTTP/1.1',
    stage: 'dev',
    domainPrefix: '127',
    requestTimeEpoch: Date.UTC(2026, 5, 17, 15, 0, 4),
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    identity: {
      cognitoIdentityPoolId: null,
      accountId: null,
      cognitoIdentityId: null,
      caller: null,
      sourceIp: '127.0.0.1',
      principalOrgId: null,
      accessKey: null,
      cognitoAuthenticationType: null,
      cognitoAuthenticationProvider: null,
      userArn: null,
      userAgent: 'test/1',
      user: null,
    },
    domainName: '127.0.0.1:4000',
    deploymentId: expect.stringMatching(/^[0-9a-z]{6}$/),
    apiId: 'a1b2c3d4e5',
  });
});

describe('path', () => {
  test.each([
    ['/dev/proxy-value', '/proxy-value', '/dev/proxy-value', 'proxy-value'],
    ['/dev/proxy-value/', '/proxy-value/', '/dev/proxy-value/', 'proxy-value'],
    ['//dev/proxy-value', '/proxy-value', '/dev/proxy-value', 'proxy-value'],
    ['/dev//proxy-value', '/proxy-value', '/dev//proxy-value', 'proxy-value'],
    ['/dev/a//b', '/a//b', '/dev/a//b', 'a//b'],
    [
      '/dev/u/t%2Ba@x.com/t+a@x.com',
      '/u/t%2Ba@x.com/t+a@x.com',
      '/dev/u/t%2Ba@x.com/t+a@x.com',
      'u/t%2Ba@x.com/t+a@x.com',
    ],
  ])('%s', async (target, path, contextPath, proxy) => {
    const event = await eventOf(greedy, 'GET', target);
    expect(event).toMatchObject({ path, pathParameters: { proxy }, requestContext: { path: contextPath } });
  });
});

describe('query', () => {
  test.each([
    ['?a=test', { a: 'test' }, { a: ['test'] }],
    ['?p=10&c=x&p=20', { p: '20', c: 'x' }, { p: ['10', '20'], c: ['x'] }],
    ['?d=18:05+00:00&e=t%2Ba@x', { d: '18:05 00:00', e: 't+a@x' }, { d: ['18:05 00:00'], e: ['t+a@x'] }],
    ['?a=1;b=2', { a: '1', b: '2' }, { a: ['1'], b: ['2'] }],
    ['?flag', { flag: '' }, { flag: [''] }],
    ['?tag=C%23', { tag: 'C#' }, { tag: ['C#'] }],
    ['?bad=%zz', { bad: '%zz' }, { bad: ['%zz'] }],
    ['?', null, null],
    ['?__proto__=1', Object.fromEntries([['__proto__', '1']]), Object.fromEntries([['__proto__', ['1']]])],
  ])('%s', async (query, single, multi) => {
    const event = await eventOf(greedy, 'GET', `/dev/x${query}`);
    expect(event.queryStringParameters).toEqual(single);
    expect(event.multiValueQueryStringParameters).toEqual(multi);
  });
});

describe('headers', () => {
  test('keep the casing of the caller, but for well-known names', async () => {
    const headers = { 'tEsT-HEADeR': 'aValUE', authorization: 'random', 'user-agent': 'u', 'x-custom': '1' };
    const event = await eventOf(greedy, 'GET', '/dev/x', { headers });
    expect(event.headers).toMatchObject({
      'tEsT-HEADeR': 'aValUE',
      Authorization: 'random',
      'User-Agent': 'u',
      'x-custom': '1',
    });
    expect(event.headers).not.toHaveProperty('authorization');
  });

  test('repeat: the last value, and all of them', async () => {
    const headers = [['X-A', '1'] as const, ['x-a', '2'] as const];
    const event = await eventOf(greedy, 'GET', '/dev/x', { headers });
    expect(event.headers['X-A']).toBe('2');
    expect(event.multiValueHeaders['X-A']).toEqual(['1', '2']);
  });

  test('of the connection are dropped', async () => {
    const dropped = ['Connection', 'Content-MD5', 'Expect', 'Max-Forwards', 'Proxy-Authenticate', 'Server', 'TE'];
    const more = ['Trailer', 'Transfer-Encoding', 'Upgrade', 'WWW-Authenticate', 'Content-Length'];
    const kept = ['Accept', 'Age', 'Cookie', 'Date', 'Pragma', 'Range', 'Referer', 'Via', 'Warn', 'Content-Type'];
    const headers = Object.fromEntries([...dropped, ...more, ...kept].map((name) => [name, '1']));
    const event = await eventOf(greedy, 'GET', '/dev/x', { headers });
    expect(Object.keys(event.headers)).toEqual(expect.arrayContaining(kept));
    for (const name of [...dropped, ...more]) expect(event.headers).not.toHaveProperty(name);
    expect(Object.keys(event.multiValueHeaders)).toEqual(Object.keys(event.headers));
  });

  test("keep the caller's trace, and add to its forwarding", async () => {
    const trace = 'Root=1-5f84c7a1-1234567890abcdef12345678;Parent=53995c3f42cd8ad8;Sampled=1';
    const stage = startRestApi(greedy);
    const headers = { 'X-Amzn-Trace-Id': trace, 'X-Forwarded-For': '10.1.1.1' };
    const answer = await stage.call('GET', '/dev/x', { headers });
    const [invocation] = stage.invocations;
    expect(invocation?.event.headers).toMatchObject({
      'X-Amzn-Trace-Id': trace,
      'X-Forwarded-For': '10.1.1.1, 127.0.0.1',
    });
    expect(invocation?.traceId).toBe(trace);
    expect(answer.header('x-amzn-trace-id')).toBe(trace);
  });
});

describe('body', () => {
  const png: ApiOptions = { ...greedy, binaryMediaTypes: ['image/png', 'application/*'] };
  test.each([
    ['text stays text', png, 'text/plain', 'hällo', 'hällo', false],
    ['a binary type', png, 'image/png', Buffer.from([1, 2, 3, 4, 5]), 'AQIDBAU=', true],
    ['a binary type with parameters', png, 'IMAGE/png; q=1', Buffer.from([1, 2, 3]), 'AQID', true],
    ['a wildcard subtype', png, 'application/zip', Buffer.from([1]), 'AQ==', true],
    ['a literal wildcard as content type', png, '*/*', 'x', 'x', false],
    ['everything', { ...greedy, binaryMediaTypes: ['*/*'] }, 'application/json', '{}', 'e30=', true],
  ])('%s', async (_, options: ApiOptions, contentType, body, expected, isBase64Encoded) => {
    const event = await eventOf(options, 'POST', '/dev/x', { headers: { 'Content-Type': contentType }, body });
    expect(event).toMatchObject({ body: expected, isBase64Encoded });
  });

  test('an empty body is null, and not encoded', async () => {
    const event = await eventOf({ ...greedy, binaryMediaTypes: ['*/*'] }, 'POST', '/dev/x');
    expect(event).toMatchObject({ body: null, isBase64Encoded: false });
  });
});

test('stage variables and the operation name are there where they are declared', async () => {
  const routes = { 'GET /x': { operationName: 'listX' } };
  const event = await eventOf({ routes, stages: [stageOf({ variables: { a: '1' } })] }, 'GET', '/dev/x');
  expect(event).toMatchObject({ stageVariables: { a: '1' }, requestContext: { operationName: 'listX' } });
});
