import { describe, expect, test } from 'vitest';
import { GatewayConfigurationError } from '../../../src/gateway/rest/configuration-error.ts';
import {
  type ApiOptions,
  type FakeFunction,
  functionArn,
  lambda,
  mock,
  stage as stageOf,
  startRestApi,
} from './rest-stage.ts';

const logGroupName = '/aws/apigateway/task-api';
const variables = {
  requestId: '$context.requestId',
  status: '$context.status',
  method: '$context.httpMethod',
  resourcePath: '$context.resourcePath',
  path: '$context.path',
  length: '$context.responseLength',
  latency: '$context.responseLatency',
  stage: '$context.stage',
  principal: '$context.authorizer.principalId',
  tier: '$context.authorizer.tier',
  sub: '$context.authorizer.claims.sub',
  keyId: '$context.identity.apiKeyId',
  error: '$context.error.message',
  errorString: '$context.error.messageString',
  responseType: '$context.error.responseType',
  integrationStatus: '$context.integrationStatus',
  functionStatus: '$context.integration.status',
  unknown: '$context.notAVariable',
};
/** As a developer writes it: every value a text, but for one that is JSON already. */
const format = JSON.stringify(variables).replace('"$context.error.messageString"', '$context.error.messageString');

const authorizer = {
  kind: 'TOKEN',
  address: 'aws_api_gateway_authorizer.a',
  id: 'a',
  functionArn: functionArn('authorizer'),
  identitySource: '',
  identityValidationExpression: undefined,
  resultTtlSeconds: 0,
} as const;
const allowAll = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

const functions: Record<string, FakeFunction> = {
  created: () => ({ statusCode: 201, body: 'four' }),
  fails: () => {
    throw new Error('boom');
  },
  authorizer: () => ({ principalId: 'partner-1', policyDocument: allowAll, context: { tier: 'gold' } }),
};

const options: ApiOptions = {
  stages: [stageOf({ accessLog: { logGroupName, format } })],
  authorizers: { a: authorizer },
  routes: {
    'POST /things/{id}': { integration: lambda('created') },
    'GET /fails': { integration: lambda('fails') },
    'GET /mock': { integration: mock() },
    'GET /partner': { authorization: 'CUSTOM', authorizerId: 'a' },
  },
};

async function rowOf(httpMethod: string, target: string, headers: Record<string, string> = {}) {
  const stage = startRestApi(options, { functions });
  await stage.call(httpMethod, target, { headers });
  expect(stage.logs.map(({ group }) => group)).toEqual([logGroupName]);
  const row = stage.logs[0]?.line.replace('"errorString":-', '"errorString":"-"') ?? '';
  return JSON.parse(row);
}

test('a request that succeeded', async () => {
  expect(await rowOf('POST', '/dev/things/7')).toEqual({
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    status: '201',
    method: 'POST',
    resourcePath: '/things/{id}',
    path: '/dev/things/7',
    length: '4',
    latency: expect.stringMatching(/^\d+$/),
    stage: 'dev',
    principal: '-',
    tier: '-',
    sub: '-',
    keyId: '-',
    error: '-',
    errorString: '-',
    responseType: '-',
    integrationStatus: '200',
    functionStatus: '201',
    unknown: '-',
  });
});

describe('a request that was refused', () => {
  test('for its route', async () => {
    expect(await rowOf('GET', '/dev/nope')).toMatchObject({
      status: '403',
      resourcePath: '-',
      responseType: 'MISSING_AUTHENTICATION_TOKEN',
      error: 'Missing Authentication Token',
      errorString: 'Missing Authentication Token',
      integrationStatus: '-',
      length: '42',
    });
  });

  test('by its authorizer', async () => {
    expect(await rowOf('GET', '/dev/partner')).toMatchObject({
      status: '401',
      error: 'Unauthorized',
      length: '26',
      functionStatus: '-',
      principal: '-',
    });
  });

  test('for a function that failed', async () => {
    expect(await rowOf('GET', '/dev/fails')).toMatchObject({
      status: '502',
      responseType: 'INTEGRATION_FAILURE',
      error: 'Internal server error',
      integrationStatus: '200',
    });

    const format = '$context.requestId $context.integrationErrorMessage';
    const stage = startRestApi(
      { ...options, stages: [stageOf({ accessLog: { logGroupName, format } })] },
      { functions },
    );
    await stage.call('GET', '/dev/fails');
    expect(stage.logs[0]?.line).toContain(
      'Lambda Customer Function Error: {"errorType":"Error","errorMessage":"boom"}',
    );
  });
});

test('what an authorizer said is there', async () => {
  const row = await rowOf('GET', '/dev/partner', { Authorization: 't' });
  expect(row).toMatchObject({ principal: 'partner-1', tier: 'gold', status: '200' });
});

test('a mock integration', async () => {
  expect(await rowOf('GET', '/dev/mock')).toMatchObject({ status: '200', functionStatus: '200', length: '0' });
});

test('CLF', async () => {
  const clf =
    '$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime] ' +
    '"$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength $context.requestId';
  const stage = startRestApi({ stages: [stageOf({ accessLog: { logGroupName, format: clf } })] });
  await stage.call('GET', '/dev/nope');
  expect(stage.logs[0]?.line).toMatch(
    /^127\.0\.0\.1 - - \[17\/Jun\/2026:15:00:04 \+0000\] "GET - HTTP\/1\.1" 403 42 [0-9a-f-]{36}$/,
  );
});

test('a stage without an access log writes none', async () => {
  const stage = startRestApi();
  await stage.call('GET', '/dev/x');
  expect(stage.logs).toEqual([]);
});

test('a format without content is refused as AWS refuses it', () => {
  const create = () => startRestApi({ stages: [stageOf({ accessLog: { logGroupName, format: '' } })] });
  expect(create).toThrow('Access Log value must not be empty');
});

test.each(['{"status":"$context.status"}', '$context.requestIdentity'])('the format %j stops the API', (refused) => {
  const create = () => startRestApi({ stages: [stageOf({ accessLog: { logGroupName, format: refused } })] });
  expect(create).toThrow(GatewayConfigurationError);
  expect(create).toThrow('$context.requestId');
});

test('the record of a request for the terminal', async () => {
  const stage = startRestApi(options, { functions });
  await stage.call('POST', '/dev/things/7?q=1');
  expect(stage.records).toEqual([
    {
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      api: 'task-api',
      method: 'POST',
      path: '/dev/things/7',
      status: 201,
      durationMs: expect.any(Number),
      functionName: 'created',
      functionRequestId: 'lambda-request',
      explanation: undefined,
    },
  ]);
});
