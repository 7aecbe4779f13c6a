import { expect, test, vi } from 'vitest';
import type { HttpLambdaAuthorizer } from '../../../src/gateway/http/configuration.ts';
import {
  api,
  failed,
  functionArn,
  integration,
  lambdaAuthorizer,
  route,
  type StandOptions,
  stage,
  stand,
  throttledByLambda,
} from './fixtures.ts';

function authorizerStand(authorizer: Partial<HttpLambdaAuthorizer> = {}, options: StandOptions = {}) {
  const authorized = { authorizationType: 'CUSTOM', authorizerId: 'webhook' } as const;
  const configuration = api({
    routes: [
      route('POST /lambda/{id}', authorized),
      route('GET /other', authorized),
      route('GET /v1', { ...authorized, integration: integration({ payloadFormatVersion: '1.0' }) }),
    ],
    authorizers: { webhook: lambdaAuthorizer(authorizer) },
    stages: [stage('$default', { variables: { tier: 'gold' } })],
  });
  return stand(configuration, options);
}

const headers = { Authorization: 'Bearer foo', Cookie: 'a=1' };
const policy = (effect: string, resource: string) => ({
  principalId: 'me',
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: resource }],
  },
  context: { key: 'value', count: 1 },
});
const asked = (events: readonly { functionName: string }[]) =>
  events.filter(({ functionName }) => functionName === 'authorizer').length;

test('the event of format 2.0 has no body', async () => {
  const { events, send } = authorizerStand();
  await send('POST', '/lambda/7?x=1', { headers, body: '{}' });
  const event: Record<string, unknown> = events[0]?.event ?? {};
  expect(event).toMatchObject({
    version: '2.0',
    type: 'REQUEST',
    routeArn: 'arn:aws:execute-api:eu-west-1:123456789012:abc123/$default/POST/lambda/7',
    identitySource: ['Bearer foo'],
    routeKey: 'POST /lambda/{id}',
    rawPath: '/lambda/7',
    rawQueryString: 'x=1',
    cookies: ['a=1'],
    headers: { authorization: 'Bearer foo', 'content-length': '2' },
    queryStringParameters: { x: '1' },
    requestContext: { http: { method: 'POST' }, routeKey: 'POST /lambda/{id}' },
    pathParameters: { id: '7' },
    stageVariables: { tier: 'gold' },
  });
  expect(event).not.toHaveProperty('body');
  expect(event).not.toHaveProperty('isBase64Encoded');
});

test('the event of format 1.0', async () => {
  const { events, send } = authorizerStand(
    {
      payloadFormatVersion: '1.0',
      enableSimpleResponses: false,
      identitySources: ['$request.header.Authorization', '$stageVariables.tier'],
    },
    { functions: { authorizer: () => policy('Allow', '*') } },
  );
  expect((await send('GET', '/other', { headers })).status).toBe(200);
  expect(events[0]?.event).toMatchObject({
    version: '1.0',
    type: 'REQUEST',
    methodArn: 'arn:aws:execute-api:eu-west-1:123456789012:abc123/$default/GET/other',
    identitySource: 'Bearer foo,gold',
    authorizationToken: 'Bearer foo,gold',
    resource: '/other',
    path: '/other',
    httpMethod: 'GET',
    headers: { Authorization: 'Bearer foo' },
    queryStringParameters: {},
    pathParameters: {},
    requestContext: { stage: '$default' },
  });
});

test('the context of a simple allow keeps its types, and is null if there is none', async () => {
  const context = { text: 'x', number: 1, flag: true, list: ['a'], map: { b: null } };
  const { events, send } = authorizerStand({}, { functions: { authorizer: () => ({ isAuthorized: true, context }) } });
  await send('GET', '/other', { headers });
  expect(events[1]?.event['requestContext']).toMatchObject({ authorizer: { lambda: context } });

  const without = authorizerStand();
  await without.send('GET', '/other', { headers });
  expect(without.events[1]?.event['requestContext']).toMatchObject({ authorizer: { lambda: null } });
});

test('an integration of format 1.0 gets context and principal side by side', async () => {
  const { events, send } = authorizerStand(
    { enableSimpleResponses: false },
    { functions: { authorizer: () => policy('Allow', '*') } },
  );
  await send('GET', '/v1', { headers });
  expect(events[1]?.event['requestContext']).toMatchObject({
    authorizer: { principalId: 'me', key: 'value', count: 1 },
  });
});

test.each([
  ['a simple deny', { enableSimpleResponses: true }, { isAuthorized: false }],
  ['an explicit deny', { enableSimpleResponses: false }, policy('Deny', '*')],
  ['a policy for another route', { enableSimpleResponses: false }, policy('Allow', '*/GET/lambda/*')],
])('%s is 403', async (_name, authorizer, answer) => {
  const { events, records, send } = authorizerStand(authorizer, { functions: { authorizer: () => answer } });
  const response = await send('GET', '/other', { headers });
  expect([response.status, response.text]).toEqual([403, '{"message":"Forbidden"}']);
  expect(records[0]?.explanation).toContain('aws_apigatewayv2_authorizer.webhook');
  expect(events.map(({ functionName }) => functionName)).toEqual(['authorizer']);
});

test('a missing identity is 401 without asking the function', async () => {
  const { events, send } = authorizerStand();
  for (const incomplete of [{}, { Authorization: '' }]) {
    const response = await send('GET', '/other', { headers: incomplete });
    expect([response.status, response.text]).toEqual([401, '{"message":"Unauthorized"}']);
  }
  expect(events).toEqual([]);
});

test('an authorizer without identity sources is asked', async () => {
  const { events, send } = authorizerStand(
    { identitySources: [] },
    { functions: { authorizer: () => ({ isAuthorized: false }) } },
  );
  expect((await send('GET', '/other')).status).toBe(403);
  expect(events[0]?.event['identitySource']).toBeNull();
});

test.each([
  ['of another form', () => ({ isAuthorized: 'true' })],
  ['without isAuthorized', () => policy('Allow', '*')],
  ['null', () => null],
  ['with a context that is no object', () => ({ isAuthorized: true, context: 'x' })],
  ['of an error', () => failed({ errorType: 'Error', errorMessage: 'Unauthorized' })],
  ['of a throttle', () => throttledByLambda],
])('an answer %s is 500', async (_name, authorizer) => {
  const { events, records, send } = authorizerStand({}, { functions: { authorizer } });
  const response = await send('GET', '/other', { headers });
  expect([response.status, response.text]).toEqual([500, '{"message":"Internal Server Error"}']);
  expect(records[0]?.explanation).toContain('aws_apigatewayv2_authorizer.webhook');
  expect(asked(events)).toBe(1);
});

test.each([
  ['no policy', { principalId: 'me' }],
  ['a condition', { policyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', Condition: {} }] } }],
])('a policy answer with %s is 500', async (_name, answer) => {
  const { send } = authorizerStand({ enableSimpleResponses: false }, { functions: { authorizer: () => answer } });
  expect((await send('GET', '/other', { headers })).status).toBe(500);
});

test('a function that API Gateway may not invoke is 500', async () => {
  const sources: string[] = [];
  const { events, send } = authorizerStand(
    {},
    {
      permits: (arn, sourceArn) => {
        sources.push(sourceArn);
        return arn !== functionArn('authorizer');
      },
    },
  );
  expect((await send('GET', '/other', { headers })).status).toBe(500);
  expect(sources).toEqual(['arn:aws:execute-api:eu-west-1:123456789012:abc123/authorizers/webhook']);
  expect(events).toEqual([]);
});

test('a function that does not answer in time is 500', async () => {
  const { clock, events, send } = authorizerStand(
    {},
    { functions: { authorizer: () => new Promise(() => undefined) } },
  );
  const pending = send('GET', '/other', { headers });
  await vi.waitFor(() => expect(events).toHaveLength(1), 8000);
  clock.advance(10_000);
  expect((await pending).status).toBe(500);
});

test('answers are kept for the TTL, by identity', async () => {
  const { clock, events, send } = authorizerStand({ resultTtlSeconds: 60 });
  await send('GET', '/other', { headers });
  await send('POST', '/lambda/1', { headers });
  expect(asked(events)).toBe(1);
  await send('GET', '/other', { headers: { Authorization: 'another' } });
  expect(asked(events)).toBe(2);
  clock.advance(60_000);
  await send('GET', '/other', { headers });
  expect(asked(events)).toBe(3);
});

test('a kept policy is evaluated for each route', async () => {
  const { events, send } = authorizerStand(
    { resultTtlSeconds: 60, enableSimpleResponses: false },
    { functions: { authorizer: () => policy('Allow', '*/GET/other') } },
  );
  expect((await send('GET', '/other', { headers })).status).toBe(200);
  expect((await send('POST', '/lambda/1', { headers })).status).toBe(403);
  expect(asked(events)).toBe(1);
});

test('with $context.routeKey among the sources each route is asked for', async () => {
  const { events, send } = authorizerStand({
    resultTtlSeconds: 60,
    identitySources: ['$request.header.Authorization', '$context.routeKey'],
  });
  await send('GET', '/other', { headers });
  await send('POST', '/lambda/1', { headers });
  await send('POST', '/lambda/2', { headers });
  expect(asked(events)).toBe(2);
});

test('failures are not kept', async () => {
  const answers = [{ isAuthorized: 1 }, { isAuthorized: true }];
  const { send } = authorizerStand({ resultTtlSeconds: 60 }, { functions: { authorizer: () => answers.shift() } });
  expect((await send('GET', '/other', { headers })).status).toBe(500);
  expect((await send('GET', '/other', { headers })).status).toBe(200);
});
