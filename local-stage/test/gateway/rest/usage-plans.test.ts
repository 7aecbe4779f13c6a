import { describe, expect, test } from 'vitest';
import type { ApiKey, UsagePlan } from '../../../src/gateway/rest/configuration.ts';
import { GatewayConfigurationError } from '../../../src/gateway/rest/configuration-error.ts';
import { type ApiOptions, functionArn, stage as stageOf, startRestApi } from './rest-stage.ts';

const key = (name: string, more: Partial<ApiKey> = {}): ApiKey => ({
  address: `aws_api_gateway_api_key.${name}`,
  id: `id-${name}`,
  name,
  value: `value-${name}`,
  enabled: true,
  ...more,
});

const plan = (more: Partial<UsagePlan> = {}): UsagePlan => ({
  address: 'aws_api_gateway_usage_plan.partners',
  id: 'plan',
  name: 'partners',
  throttle: undefined,
  quota: undefined,
  stages: [{ stageName: 'dev', methodThrottles: {} }],
  keys: [key('one'), key('two'), key('off', { enabled: false })],
  ...more,
});

const routes = {
  'GET /x': { apiKeyRequired: true },
  'POST /x': { apiKeyRequired: true },
  'GET /open': {},
  'GET /a/{id}': { apiKeyRequired: true },
};

const start = (more: Partial<UsagePlan> = {}, options: ApiOptions = {}) =>
  startRestApi({ routes, usagePlans: [plan(more)], ...options });

type Stage = ReturnType<typeof start>;
const callWith = (stage: Stage, name: string | undefined, httpMethod = 'GET', target = '/dev/x') =>
  stage.call(httpMethod, target, { headers: name === undefined ? {} : { 'x-api-key': `value-${name}` } });
const statuses = async (stage: Stage, name: string, count: number, httpMethod = 'GET') => {
  const seen: number[] = [];
  for (let index = 0; index < count; index++) seen.push((await callWith(stage, name, httpMethod)).status);
  return seen;
};

describe('the API key', () => {
  test('lets in, and is told to the function', async () => {
    const stage = start();
    expect((await callWith(stage, 'one')).status).toBe(200);
    expect(stage.invocations[0]?.event.requestContext.identity).toMatchObject({
      apiKey: 'value-one',
      apiKeyId: 'id-one',
    });
  });

  test.each([
    ['missing', undefined, 'no x-api-key header'],
    ['unknown', 'nope', 'no usage plan of aws_api_gateway_stage.dev'],
    ['disabled', 'off', 'aws_api_gateway_api_key.off is disabled'],
  ])('that is %s is Forbidden', async (_, name, named) => {
    const stage = start();
    const answer = await callWith(stage, name);
    expect([answer.status, answer.text]).toEqual([403, '{"message":"Forbidden"}']);
    expect(answer.header('x-amzn-ErrorType')).toBe('ForbiddenException');
    expect(stage.explanation()).toContain('aws_api_gateway_method.GET_x requires an API key');
    expect(stage.explanation()).toContain(named);
  });

  test('of a plan for another stage is Forbidden', async () => {
    const stages = [stageOf(), stageOf({ name: 'two', address: 'aws_api_gateway_stage.two' })];
    const stage = start({}, { stages });
    expect((await callWith(stage, 'one', 'GET', '/two/x')).status).toBe(403);
  });

  test('is neither asked for nor counted where the method does not require it', async () => {
    const stage = start({ quota: { limit: 1, offset: 0, period: 'DAY' } });
    expect((await callWith(stage, 'one', 'GET', '/dev/open')).status).toBe(200);
    expect(stage.invocations[0]?.event.requestContext.identity).not.toHaveProperty('apiKey');
    expect((await callWith(stage, 'one')).status).toBe(200);
  });

  test('comes from the authorizer where the API says so', async () => {
    let usageIdentifierKey: string | undefined = 'value-one';
    const authorizer = {
      kind: 'TOKEN',
      address: 'aws_api_gateway_authorizer.a',
      id: 'a',
      functionArn: functionArn('authorizer'),
      identitySource: '',
      identityValidationExpression: undefined,
      resultTtlSeconds: 0,
    } as const;
    const policyDocument = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
    const stage = startRestApi(
      {
        apiKeySource: 'AUTHORIZER',
        authorizers: { a: authorizer },
        routes: { 'GET /x': { apiKeyRequired: true, authorization: 'CUSTOM', authorizerId: 'a' } },
        usagePlans: [plan()],
      },
      { functions: { authorizer: () => ({ principalId: 'p', policyDocument, usageIdentifierKey }) } },
    );
    const Authorization = 't';
    expect((await stage.call('GET', '/dev/x', { headers: { Authorization } })).status).toBe(200);
    usageIdentifierKey = undefined;
    const headers = { Authorization, 'x-api-key': 'value-one' };
    expect((await stage.call('GET', '/dev/x', { headers })).status).toBe(403);
    expect(stage.explanation()).toContain('api_key_source of aws_api_gateway_rest_api.task_api is AUTHORIZER');
    expect((await stage.call('GET', '/dev/x', { headers: { 'x-api-key': 'value-one' } })).status).toBe(401);
  });
});

describe('the quota', () => {
  test('is the key’s own, and past it the answer is 429 Limit Exceeded', async () => {
    const stage = start({ quota: { limit: 2, offset: 0, period: 'DAY' } });
    expect(await statuses(stage, 'one', 3)).toEqual([200, 200, 429]);
    const answer = await callWith(stage, 'one');
    expect(answer.text).toBe('{"message":"Limit Exceeded"}');
    expect(answer.header('x-amzn-ErrorType')).toBe('LimitExceededException');
    expect(stage.explanation()).toBe(
      'aws_api_gateway_api_key.one has used up the quota of aws_api_gateway_usage_plan.partners: 2 a DAY',
    );
    expect(await statuses(stage, 'two', 1)).toEqual([200]);
  });

  // The clock stands at Wednesday, 17 June 2026, 15:00:04 UTC.
  test.each([
    ['DAY', 0, '2026-06-18T00:00:00Z'],
    ['WEEK', 0, '2026-06-21T00:00:00Z'],
    ['WEEK', 1, '2026-06-22T00:00:00Z'],
    ['WEEK', 4, '2026-06-18T00:00:00Z'],
    ['MONTH', 0, '2026-07-01T00:00:00Z'],
    ['MONTH', 9, '2026-07-10T00:00:00Z'],
    ['MONTH', 27, '2026-06-28T00:00:00Z'],
  ] as const)('of a %s with offset %i begins anew at %s', async (period, offset, at) => {
    const stage = start({ quota: { limit: 1, offset, period } });
    expect(await statuses(stage, 'one', 2)).toEqual([200, 429]);
    stage.clock.advance(Date.parse(at) - stage.clock.now() - 1);
    expect(await statuses(stage, 'one', 1)).toEqual([429]);
    stage.clock.advance(1);
    expect(await statuses(stage, 'one', 2)).toEqual([200, 429]);
  });
});

describe('the throttle', () => {
  const tooMany = '{"message":"Too Many Requests"}';

  test('of the plan is a bucket for each key', async () => {
    const stage = start({ throttle: { rateLimit: 1, burstLimit: 2 } });
    expect(await statuses(stage, 'one', 3)).toEqual([200, 200, 429]);
    expect(await statuses(stage, 'two', 1)).toEqual([200]);
    const answer = await callWith(stage, 'one');
    expect(answer.text).toBe(tooMany);
    expect(answer.header('x-amzn-ErrorType')).toBe('TooManyRequestsException');
    expect(stage.explanation()).toContain(
      'aws_api_gateway_api_key.one is past the throttle of aws_api_gateway_usage_plan.partners',
    );
    stage.clock.advance(1000);
    expect(await statuses(stage, 'one', 2)).toEqual([200, 429]);
  });

  test('of a method in the plan is that method’s alone', async () => {
    const methodThrottles = {
      '/x/GET': { rateLimit: 1, burstLimit: 1 },
      '/a/{id}/GET': { rateLimit: 0, burstLimit: 0 },
    };
    const stage = start({ stages: [{ stageName: 'dev', methodThrottles }] });
    expect(await statuses(stage, 'one', 2)).toEqual([200, 429]);
    expect(stage.explanation()).toContain('throttle of this method in aws_api_gateway_usage_plan.partners');
    expect(await statuses(stage, 'one', 2, 'POST')).toEqual([200, 200]);
    expect((await callWith(stage, 'one', 'GET', '/dev/a/1')).status).toBe(429);
  });

  test('comes before the quota, which a throttled request leaves alone', async () => {
    const stage = start({ throttle: { rateLimit: 1, burstLimit: 1 }, quota: { limit: 2, offset: 0, period: 'DAY' } });
    expect(await statuses(stage, 'one', 3)).toEqual([200, 429, 429]);
    stage.clock.advance(1000);
    expect(await statuses(stage, 'one', 1)).toEqual([200]);
    stage.clock.advance(1000);
    expect((await callWith(stage, 'one')).text).toBe('{"message":"Limit Exceeded"}');
  });

  const settings = (methodPath: string, rateLimit: number, burstLimit: number) => ({
    address: `aws_api_gateway_method_settings.${methodPath}`,
    methodPath,
    throttle: { rateLimit, burstLimit },
  });
  const throttledBy = (...methodSettings: ReturnType<typeof settings>[]) =>
    startRestApi({
      routes: { 'GET /x': {}, 'POST /x': {}, 'GET /a/{id}': {}, 'GET /': {} },
      stages: [stageOf({ methodSettings })],
    });

  test('of the stage is a bucket for each method', async () => {
    const stage = throttledBy(settings('*/*', 1, 1));
    const call = async (httpMethod: string) => (await stage.call(httpMethod, '/dev/x')).status;
    expect([await call('GET'), await call('GET'), await call('POST')]).toEqual([200, 429, 200]);
    expect((await stage.call('GET', '/dev/x')).text).toBe(tooMany);
    expect(stage.explanation()).toBe('the method is past the throttle of aws_api_gateway_method_settings.*/*');
  });

  test.each([
    ['x/GET', 'GET', '/dev/x'],
    ['a~1{id}/GET', 'GET', '/dev/a/1'],
    ['a/{id}/GET', 'GET', '/dev/a/1'],
    ['~1/GET', 'GET', '/dev'],
    ['/GET', 'GET', '/dev'],
  ])('of one method overrides that of all: %s', async (methodPath, httpMethod, target) => {
    const stage = throttledBy(settings('*/*', 100, 100), settings(methodPath, 0, 0));
    expect((await stage.call(httpMethod, target)).status).toBe(429);
    expect((await stage.call('POST', '/dev/x')).status).toBe(200);
  });
});

test('the order of the checks: authorizer, key, throttle, validator', async () => {
  const stage = startRestApi(
    {
      routes: {
        'GET /x': {
          authorization: 'AWS_IAM',
          apiKeyRequired: true,
          requestParameters: { 'method.request.querystring.q': true },
          validator: { validatesParameters: true, validatesBody: false },
        },
      },
      usagePlans: [plan()],
      stages: [
        stageOf({
          methodSettings: [{ address: 'a', methodPath: '*/*', throttle: { rateLimit: 1, burstLimit: 1 } }],
        }),
      ],
    },
    {
      dependencies: {
        signatureVerifier: {
          verify: ({ headers }) =>
            headers['x-signed'] === undefined
              ? null
              : { accessKeyId: 'A', accountId: '1', arn: 'arn:x', userId: 'u', roleArn: undefined },
        },
      },
    },
  );
  const call = async (headers: Record<string, string>) => (await stage.call('GET', '/dev/x', { headers })).text;
  expect(await call({})).toContain('Missing Authentication Token');
  expect(await call({ 'x-signed': '1' })).toContain('Forbidden');
  expect(await call({ 'x-signed': '1', 'x-api-key': 'value-one' })).toContain('Missing required request parameters');
  expect(await call({ 'x-signed': '1', 'x-api-key': 'value-one' })).toContain('Too Many Requests');
});

describe('what cannot be evaluated stops the API', () => {
  const bad = (methodPath: string) => ({
    stages: [
      stageOf({ methodSettings: [{ address: 'aws_api_gateway_method_settings.m', methodPath, throttle: undefined }] }),
    ],
  });
  test.each([
    ['a stage that is none', { usagePlans: [plan({ stages: [{ stageName: 'gone', methodThrottles: {} }] })] }, 'gone'],
    ['a key in two plans of a stage', { usagePlans: [plan(), plan()] }, 'aws_api_gateway_api_key.one'],
    ['an offset of no day', { usagePlans: [plan({ quota: { limit: 1, offset: 7, period: 'WEEK' } })] }, 'offset 7'],
    ['a method path without a method', bad('x'), 'method_path is x'],
    ['a method path with half a wildcard', bad('x/*'), 'method_path is x/*'],
  ])('%s', (_, options: ApiOptions, named) => {
    expect(() => startRestApi(options)).toThrow(GatewayConfigurationError);
    expect(() => startRestApi(options)).toThrow(named);
  });
});
