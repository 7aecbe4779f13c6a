import { describe, expect, test } from 'vitest';
import { type ApiOptions, functionArn, lambda, ok, rawPayload, startRestApi, throttle } from './rest-stage.ts';

const answering = (returned: unknown, options: ApiOptions = {}) =>
  startRestApi(
    { routes: { 'GET /x': { integration: lambda('fn') } }, ...options },
    { functions: { fn: () => returned } },
  );

const answerTo = (returned: unknown) => answering(returned).call('GET', '/dev/x');

describe('a well-formed answer', () => {
  test('an empty object is 200 with nothing', async () => {
    const answer = await answerTo({});
    expect(answer.status).toBe(200);
    expect(answer.text).toBe('');
  });

  test('carries the headers of the service, and JSON as its content type unless it says another', async () => {
    const answer = await answerTo({ statusCode: 200, body: 'Hello, World!' });
    expect(answer.headers.map(([name]) => name)).toEqual([
      'x-amzn-RequestId',
      'x-amz-apigw-id',
      'X-Amzn-Trace-Id',
      'Content-Type',
    ]);
    expect(answer.header('content-type')).toBe('application/json');
    expect(answer.text).toBe('Hello, World!');
    const text = await answerTo({ headers: { 'content-type': 'text/plain' } });
    expect(text.headers.filter(([name]) => name.toLowerCase() === 'content-type')).toEqual([
      ['content-type', 'text/plain'],
    ]);
  });

  test.each([
    [{ statusCode: 201 }, 201],
    [{ statusCode: '404' }, 404],
    [{ statusCode: null }, 200],
    [{ statusCode: 200, headers: null, multiValueHeaders: null, body: null, isBase64Encoded: null }, 200],
  ])('status of %j is %i', async (returned, status) => {
    expect((await answerTo(returned)).status).toBe(status);
  });

  test('plain values of headers and the body become text', async () => {
    const answer = await answerTo({ headers: { 'test-header': true, n: 7 }, body: 12 });
    expect([answer.header('test-header'), answer.header('n'), answer.text]).toEqual(['true', '7', '12']);
  });

  test('multi-value headers come first, and do not repeat', async () => {
    const answer = await answerTo({
      headers: { Combined: 'single', 'Set-Cookie': 'a=1' },
      multiValueHeaders: { Combined: ['multi1', 'multi2'], 'Set-Cookie': ['a=1', 'b=2'] },
    });
    const values = (wanted: string) => answer.headers.filter(([name]) => name === wanted).map(([, value]) => value);
    expect(values('Combined')).toEqual(['multi1', 'multi2', 'single']);
    expect(values('Set-Cookie')).toEqual(['a=1', 'b=2']);
  });

  test('headers of the connection are remapped or dropped', async () => {
    const headers = { Date: 'd', Server: 's', 'WWW-Authenticate': 'Basic', Connection: 'c', Authorization: 'a' };
    const answer = await answerTo({ headers: { ...headers, 'Content-Length': '99', 'Transfer-Encoding': 'chunked' } });
    for (const [name, value] of Object.entries(headers)) {
      expect(answer.header(name)).toBeUndefined();
      expect(answer.header(`x-amzn-Remapped-${name}`)).toBe(value);
    }
    expect(answer.header('x-amzn-Remapped-Content-Length')).toBe('99');
    expect(answer.headers.some(([name]) => /transfer-encoding|^content-length$/i.test(name))).toBe(false);
  });

  test('text beyond Latin in a header goes out as UTF-8', async () => {
    const value = (await answerTo({ headers: { 'x-name': 'Zoë 漢' } })).header('x-name') ?? '';
    expect(Buffer.from(value, 'latin1').toString('utf8')).toBe('Zoë 漢');
  });
});

describe('a malformed answer is 502, byte for byte', () => {
  test.each([
    ['an unknown member', { statusCode: 200, wrongValue: 'x' }, 'wrongValue'],
    ['a string', rawPayload('"a string"'), 'an object'],
    ['null', null, 'an object'],
    ['a list', rawPayload('[]'), 'an object'],
    ['no JSON', rawPayload('<html>'), 'not JSON'],
    ['a status that is no number', { statusCode: 'test' }, 'statusCode'],
    ['a status out of range', { statusCode: 99 }, 'statusCode'],
    ['a body that is an object', { statusCode: 200, body: { a: 1 } }, 'body'],
    ['a header that is an object', { headers: { a: {} } }, 'headers.a'],
    ['headers that are a list', { headers: [] }, 'headers'],
    ['a multi-value header that is no list', { multiValueHeaders: { a: 'b' } }, 'multiValueHeaders.a'],
    ['a flag that is no boolean', { isBase64Encoded: 'yes' }, 'isBase64Encoded'],
    ['a header that splits the answer', { headers: { 'x-a': 'b\r\nx-c: d' } }, 'HTTP forbids'],
  ])('%s', async (_, returned, named) => {
    const stage = answering(returned);
    const answer = await stage.call('GET', '/dev/x');
    expect(answer.status).toBe(502);
    expect(answer.text).toBe('{"message": "Internal server error"}');
    expect(answer.body.length).toBe(36);
    expect(answer.header('x-amzn-ErrorType')).toBe('InternalServerErrorException');
    expect(stage.explanation()).toMatch(/^fn, invoked by aws_api_gateway_integration\.fn, gave a malformed/);
    expect(stage.explanation()).toContain(named);
  });
});

describe('a binary answer', () => {
  const base64 = { statusCode: 200, body: '3q2+7w==', isBase64Encoded: true };
  const decodes = async (binaryMediaTypes: string[], accept: string | undefined, returned: unknown = base64) => {
    const stage = answering(returned, { binaryMediaTypes });
    const answer = await stage.call('GET', '/dev/x', { headers: accept === undefined ? {} : { Accept: accept } });
    return answer.body.toString('hex') === 'deadbeef';
  };
  test.each([
    [['image/png'], 'image/png', true],
    [['image/png'], 'image/png,image/*,*/*;q=0.8', true],
    [['image/png'], 'image/png;q=0.9', true],
    [['image/png'], 'image/jpg', false],
    [['image/png'], 'application', false],
    [['image/png'], '*/*', false],
    [['image/png'], '*/test', false],
    [['image/png'], undefined, false],
    [['image/png'], 'text/html,image/png', false],
    [['application/*'], 'application/whatever', true],
    [['*/*'], undefined, true],
    [[], 'image/png', false],
  ])('of %j for Accept %s is decoded: %s', async (types, accept, expected) => {
    expect(await decodes(types, accept)).toBe(expected);
  });

  test('needs its flag', async () => {
    expect(await decodes(['image/png'], 'image/png', { ...base64, isBase64Encoded: false })).toBe(false);
  });
});

describe('an integration that gives no answer', () => {
  test('a function that fails is 502', async () => {
    const fail = () => {
      throw new Error('boom');
    };
    const stage = startRestApi({ routes: { 'GET /x': { integration: lambda('fn') } } }, { functions: { fn: fail } });
    const answer = await stage.call('GET', '/dev/x');
    expect([answer.status, answer.text]).toEqual([502, '{"message": "Internal server error"}']);
    expect(stage.explanation()).toContain('boom');
    expect(stage.records[0]).toMatchObject({ functionName: 'fn', status: 502, api: 'task-api', path: '/dev/x' });
  });

  test('a throttled function is 500', async () => {
    const stage = answering(throttle);
    expect((await stage.call('GET', '/dev/x')).status).toBe(500);
    expect(stage.explanation()).toContain('throttled');
  });

  test('a missing permission is 500, and names what is missing', async () => {
    const stage = answering({});
    stage.permitOnly((name) => name !== 'fn');
    const answer = await stage.call('GET', '/dev/x');
    expect([answer.status, answer.text]).toEqual([500, '{"message": "Internal server error"}']);
    expect(stage.invocations).toEqual([]);
    expect(stage.explanation()).toBe(
      'no aws_lambda_permission lets apigateway.amazonaws.com invoke fn for ' +
        'arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5/dev/GET/x, as aws_api_gateway_integration.fn needs',
    );
  });

  test('the permission is asked for with the declared path and the actual method', async () => {
    const stage = startRestApi({ routes: { 'ANY /projects/{projectId}': {} } });
    await stage.call('PUT', '/dev/projects/17');
    expect(stage.permissionChecks).toEqual([
      {
        name: 'echo',
        principal: 'apigateway.amazonaws.com',
        sourceArn: 'arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5/dev/PUT/projects/{projectId}',
      },
    ]);
  });

  test('a function that does not exist, and a method other than POST, are 500', async () => {
    const gone = startRestApi({ routes: { 'GET /x': { integration: lambda('gone') } } });
    expect((await gone.call('GET', '/dev/x')).status).toBe(500);
    expect(gone.explanation()).toContain(functionArn('gone'));
    const get = startRestApi({ routes: { 'GET /x': { integration: lambda('echo', { httpMethod: 'GET' }) } } });
    const answer = await get.call('GET', '/dev/x');
    expect([answer.status, answer.header('x-amzn-ErrorType')]).toEqual([500, 'InternalServerErrorException']);
    expect(get.explanation()).toContain('Expected: POST');
  });

  test('an integration past its timeout is 504', async () => {
    let finish = (_: unknown) => {};
    const slow = () => new Promise((resolve) => (finish = resolve));
    const integration = lambda('slow', { timeoutMs: 5000 });
    const stage = startRestApi({ routes: { 'GET /x': { integration } } }, { functions: { slow } });
    const pending = stage.call('GET', '/dev/x');
    await new Promise((resolve) => setImmediate(resolve));
    stage.clock.advance(5000);
    const answer = await pending;
    finish(ok());
    expect([answer.status, answer.text]).toEqual([504, '{"message": "Endpoint request timed out"}']);
    expect(stage.explanation()).toContain('5000 ms (timeout_milliseconds) of aws_api_gateway_integration.slow');
  });

  test('a defect of the stage is 500, and tells the caller nothing', async () => {
    const authorization = {
      require: () => {
        throw new Error('defect inside');
      },
    };
    const caller = { accessKeyId: 'A', accountId: '1', arn: 'arn:x', userId: 'u', roleArn: undefined };
    const stage = startRestApi(
      { routes: { 'GET /x': { authorization: 'AWS_IAM' } } },
      { dependencies: { authorization, signatureVerifier: { verify: () => caller } } },
    );
    const answer = await stage.call('GET', '/dev/x');
    expect([answer.status, answer.text]).toEqual([500, '{"message": "Internal server error"}']);
    expect(stage.explanation()).toContain('defect inside');
  });
});

describe('limits', () => {
  test('a body above 10 MB is a plain 413 without the headers of the gateway', async () => {
    const stage = startRestApi({ routes: { 'POST /x': {} } });
    const answer = await stage.call('POST', '/dev/x', { body: Buffer.alloc(10 * 1024 * 1024 + 1) });
    expect([answer.status, answer.text]).toEqual([413, 'HTTP content length exceeded 10485760 bytes.']);
    expect(answer.headers).toEqual([['Content-Type', 'text; charset=utf-8']]);
  });

  test('an event above 6 MB is 413 Request Too Long', async () => {
    const stage = startRestApi({ routes: { 'POST /x': {} } });
    const answer = await stage.call('POST', '/dev/x', { body: 'x'.repeat(7 * 1024 * 1024) });
    expect([answer.status, answer.text]).toEqual([413, '{"message": "Request Too Long"}']);
    expect(answer.body.length).toBe(31);
    expect(answer.header('x-amzn-errortype')).toBe('BadRequestException');
    expect(stage.invocations).toEqual([]);
  });
});
