import { describe, expect, test } from 'vitest';
import type { RestLambdaAuthorizer } from '../../../src/gateway/rest/configuration.ts';
import { GatewayConfigurationError } from '../../../src/gateway/rest/configuration-error.ts';
import {
  type ApiOptions,
  type FakeFunction,
  functionArn,
  rawPayload,
  stage as stageOf,
  startRestApi,
  throttle,
} from './rest-stage.ts';

const arn = 'arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5';
const statement = (Effect: string, Resource: string | string[]) => ({ Effect, Action: 'execute-api:Invoke', Resource });
const policy = (...Statement: unknown[]) => ({ Version: '2012-10-17', Statement });
const allow = (more: object = {}, ...resources: string[]) => ({
  principalId: 'partner-1',
  policyDocument: policy(statement('Allow', resources.length > 0 ? resources : '*')),
  ...more,
});

const authorizer = (more: Partial<RestLambdaAuthorizer> = {}): RestLambdaAuthorizer => ({
  kind: 'TOKEN',
  address: 'aws_api_gateway_authorizer.partners',
  id: 'auth1',
  functionArn: functionArn('authorizer'),
  identitySource: 'method.request.header.Authorization',
  identityValidationExpression: undefined,
  resultTtlSeconds: 0,
  ...more,
});

const custom = { authorization: 'CUSTOM', authorizerId: 'auth1' } as const;

function start(answer: unknown | FakeFunction, more: Partial<RestLambdaAuthorizer> = {}, options: ApiOptions = {}) {
  const handler: FakeFunction = typeof answer === 'function' ? (answer as FakeFunction) : () => answer;
  return startRestApi(
    { authorizers: { auth1: authorizer(more) }, routes: { 'GET /x': custom, 'POST /x': custom }, ...options },
    { functions: { authorizer: handler } },
  );
}

const withToken = { headers: { Authorization: 'token-1' } };
const asked = (stage: ReturnType<typeof start>) => stage.invocations.filter(({ name }) => name === 'authorizer');

describe('a TOKEN authorizer', () => {
  test('is asked with exactly three members', async () => {
    const stage = start(allow());
    expect((await stage.call('GET', '/dev/x', withToken)).status).toBe(200);
    expect(asked(stage)[0]?.event).toEqual({
      type: 'TOKEN',
      methodArn: `${arn}/dev/GET/x`,
      authorizationToken: 'token-1',
    });
    expect(stage.permissionChecks[0]).toEqual({
      name: 'authorizer',
      principal: 'apigateway.amazonaws.com',
      sourceArn: `${arn}/authorizers/auth1`,
    });
  });

  test.each([{}, { Authorization: '' }])('is not asked without a token: %j', async (headers) => {
    const stage = start(allow());
    const answer = await stage.call('GET', '/dev/x', { headers });
    expect([answer.status, answer.text]).toEqual([401, '{"message":"Unauthorized"}']);
    expect(stage.invocations).toEqual([]);
    expect(stage.explanation()).toContain('aws_api_gateway_authorizer.partners');
  });

  test('is not asked for a token that does not match its expression as a whole', async () => {
    const stage = start(allow(), { identityValidationExpression: 'token-\\d' });
    expect((await stage.call('GET', '/dev/x', withToken)).status).toBe(200);
    const answer = await stage.call('GET', '/dev/x', { headers: { Authorization: 'my token-1' } });
    expect([answer.status, asked(stage).length]).toEqual([401, 1]);
    expect(stage.explanation()).toContain('identity_validation_expression');
  });

  test('takes its token from Authorization unless it says otherwise', async () => {
    const stage = start(allow(), { identitySource: '' });
    expect((await stage.call('GET', '/dev/x', withToken)).status).toBe(200);
    const other = start(allow(), { identitySource: 'method.request.header.MyAuth' });
    expect((await other.call('GET', '/dev/x', withToken)).status).toBe(401);
    expect((await other.call('GET', '/dev/x', { headers: { myauth: 't' } })).status).toBe(200);
  });
});

describe('a REQUEST authorizer', () => {
  const identitySource = 'method.request.header.X-Auth, method.request.querystring.q,context.stage,stageVariables.v';
  const options: ApiOptions = { stages: [stageOf({ variables: { v: '1' } })], routes: { 'GET /p/{id}': custom } };

  test('is asked with the request, empty maps as {}, and no body', async () => {
    const stage = start(allow(), { kind: 'REQUEST', identitySource: '' });
    await stage.call('GET', '/dev/x', { headers: { 'Content-Length': '0', authorization: 'a' } });
    const event = asked(stage)[0]?.event;
    expect(event).toMatchObject({
      type: 'REQUEST',
      methodArn: `${arn}/dev/GET/x`,
      resource: '/x',
      path: '/x',
      httpMethod: 'GET',
      queryStringParameters: {},
      multiValueQueryStringParameters: {},
      pathParameters: {},
      stageVariables: {},
      headers: { 'Content-Length': '0', Authorization: 'a' },
      multiValueHeaders: { Authorization: ['a'] },
      requestContext: { path: '/dev/x', identity: { sourceIp: '127.0.0.1' } },
    });
    expect(event).not.toHaveProperty('body');
    expect(event.requestContext).not.toHaveProperty('authorizer');
  });

  test('is asked once every identity source has a value', async () => {
    const stage = start(allow(), { kind: 'REQUEST', identitySource }, options);
    const headers = { 'x-auth': 'a' };
    expect((await stage.call('GET', '/dev/p/7?q=1', { headers })).status).toBe(200);
    expect(asked(stage)[0]?.event).toMatchObject({ pathParameters: { id: '7' }, queryStringParameters: { q: '1' } });
    for (const [target, sent] of [
      ['/dev/p/7', headers],
      ['/dev/p/7?q=', headers],
      ['/dev/p/7?q=1', {}],
    ] as const) {
      expect((await stage.call('GET', target, { headers: sent })).status).toBe(401);
    }
    expect(asked(stage).length).toBe(1);
  });
});

describe('what it allows and denies', () => {
  const denied = 'User is not authorized to access this resource';
  test.each([
    ['Allow of the method', [statement('Allow', `${arn}/dev/GET/x`)], 200, undefined],
    ['Allow with wildcards', [statement('Allow', `${arn}/*/GET/*`)], 200, undefined],
    ['Deny', [statement('Deny', '*')], 403, `${denied} with an explicit deny in an identity-based policy`],
    ['Allow of another method', [statement('Allow', `${arn}/dev/POST/x`)], 403, denied],
    ['nothing', [], 403, denied],
  ])('%s', async (_, statements, status, message) => {
    const stage = start({ principalId: 'p', policyDocument: policy(...statements) });
    const answer = await stage.call('GET', '/dev/x', withToken);
    expect(answer.status).toBe(status);
    if (message === undefined) return;
    expect(answer.text).toBe(JSON.stringify({ Message: message }));
    expect(answer.header('x-amzn-ErrorType')).toBe('AccessDeniedException');
    expect(stage.explanation()).toContain('the policy of aws_api_gateway_authorizer.partners for p');
  });

  test('the integration sees principal, context as strings, and the latency', async () => {
    const stage = start(allow({ context: { stringKey: 'v', numberKey: 123, booleanKey: true, none: null } }));
    await stage.call('GET', '/dev/x', withToken);
    expect(stage.invocations[1]?.event.requestContext.authorizer).toEqual({
      principalId: 'partner-1',
      integrationLatency: expect.any(Number),
      stringKey: 'v',
      numberKey: '123',
      booleanKey: 'true',
      none: null,
    });
  });
});

describe('an authorizer that gives no usable answer', () => {
  const throwing = (message: string) => () => {
    throw new Error(message);
  };
  const noPolicy = { principalId: 'p' };
  test.each([
    ['throws Unauthorized', throwing('Unauthorized'), 401, '{"message":"Unauthorized"}', 'UnauthorizedException'],
    ['throws anything else', throwing('unauthorized'), 500, '{"message":null}', 'AuthorizerFailureException'],
    ['is throttled', throttle, 500, '{"message":null}', 'AuthorizerFailureException'],
    ['gives no policy', noPolicy, 500, '{"message":null}', 'AuthorizerConfigurationException'],
    ['gives no principal', allow({ principalId: '' }), 500, '{"message":null}', 'AuthorizerConfigurationException'],
    ['gives null', null, 500, '{"message":null}', 'AuthorizerConfigurationException'],
    ['gives no JSON', rawPayload('<'), 500, '{"message":null}', 'AuthorizerConfigurationException'],
    [
      'gives a list in its context',
      allow({ context: { a: [1] } }),
      500,
      '{"message":null}',
      'AuthorizerConfigurationException',
    ],
    [
      'gives a condition',
      { principalId: 'p', policyDocument: policy({ ...statement('Allow', '*'), Condition: {} }) },
      500,
      '{"message":null}',
      'AuthorizerConfigurationException',
    ],
  ])('%s', async (_, answer, status, text, errorType) => {
    const stage = start(answer);
    const response = await stage.call('GET', '/dev/x', withToken);
    expect([response.status, response.text]).toEqual([status, text]);
    expect(response.header('x-amzn-ErrorType')).toBe(errorType);
    expect(stage.invocations.map(({ name }) => name)).toEqual(['authorizer']);
    expect(stage.explanation()).toContain('aws_api_gateway_authorizer.partners');
  });

  test('may not be invoked', async () => {
    const stage = start(allow());
    stage.permitOnly((name) => name !== 'authorizer');
    const answer = await stage.call('GET', '/dev/x', withToken);
    expect([answer.status, answer.text]).toEqual([500, '{"message":null}']);
    expect(stage.explanation()).toBe(
      `no aws_lambda_permission lets apigateway.amazonaws.com invoke authorizer for ${arn}/authorizers/auth1, ` +
        'as aws_api_gateway_authorizer.partners needs',
    );
  });

  test('does not exist', async () => {
    const stage = start(allow(), { functionArn: functionArn('gone') });
    expect((await stage.call('GET', '/dev/x', withToken)).text).toBe('{"message":null}');
    expect(stage.explanation()).toContain('does not exist');
  });
});

describe('caching', () => {
  test('an answer is kept for its identity until its time is over', async () => {
    const stage = start(allow(), { resultTtlSeconds: 300 });
    const call = (token: string) => stage.call('GET', '/dev/x', { headers: { Authorization: token } });
    await call('a');
    await call('a');
    expect(asked(stage).length).toBe(1);
    await call('b');
    expect(asked(stage).length).toBe(2);
    stage.clock.advance(299_999);
    await call('a');
    expect(asked(stage).length).toBe(2);
    stage.clock.advance(1);
    await call('a');
    expect(asked(stage).length).toBe(3);
  });

  test('a kept policy is evaluated for each method', async () => {
    const stage = start(allow({}, `${arn}/dev/GET/x`), { resultTtlSeconds: 300 });
    expect((await stage.call('GET', '/dev/x', withToken)).status).toBe(200);
    expect((await stage.call('POST', '/dev/x', withToken)).status).toBe(403);
    expect(asked(stage).length).toBe(1);
  });

  test('every identity source, and the stage, are part of the key', async () => {
    const identitySource = 'method.request.header.A,method.request.header.B';
    const stages = [stageOf(), stageOf({ name: 'two', address: 'aws_api_gateway_stage.two' })];
    const stage = start(allow(), { kind: 'REQUEST', identitySource, resultTtlSeconds: 300 }, { stages });
    await stage.call('GET', '/dev/x', { headers: { a: '1', b: '2' } });
    await stage.call('GET', '/dev/x', { headers: { a: '1', b: '3' } });
    await stage.call('GET', '/two/x', { headers: { a: '1', b: '2' } });
    expect(asked(stage).length).toBe(3);
  });

  test('a failure is not kept, and a TTL of 0 keeps nothing', async () => {
    let failures = 1;
    const stage = start(
      () => {
        if (failures-- > 0) throw new Error('Unauthorized');
        return allow();
      },
      { resultTtlSeconds: 300 },
    );
    expect((await stage.call('GET', '/dev/x', withToken)).status).toBe(401);
    expect((await stage.call('GET', '/dev/x', withToken)).status).toBe(200);
    const uncached = start(allow());
    await uncached.call('GET', '/dev/x', withToken);
    await uncached.call('GET', '/dev/x', withToken);
    expect(asked(uncached).length).toBe(2);
  });
});

test('a method ARN above 1600 bytes is 414', async () => {
  const stage = start(allow(), {}, { routes: { 'GET /{p+}': custom } });
  expect((await stage.call('GET', `/dev/${'x'.repeat(1600)}`, withToken)).status).toBe(414);
  expect(asked(stage)).toEqual([]);
});

describe('an authorizer that cannot be evaluated stops the API', () => {
  test.each([
    ['a TTL too long', { resultTtlSeconds: 3601 }, '3601'],
    ['a cache without identity', { kind: 'REQUEST', identitySource: '', resultTtlSeconds: 1 }, 'identity_source'],
    [
      'a token in the query',
      { identitySource: 'method.request.querystring.q' },
      'Expected: method.request.header.NAME',
    ],
    ['a source that is none', { kind: 'REQUEST', identitySource: 'method.request.body.x' }, 'method.request.body.x'],
    ['an expression that is none', { identityValidationExpression: '[' }, 'identity_validation_expression "["'],
  ] as const)('%s', (_, more: Partial<RestLambdaAuthorizer>, named) => {
    expect(() => start(allow(), more)).toThrow(GatewayConfigurationError);
    expect(() => start(allow(), more)).toThrow(named);
  });
});
