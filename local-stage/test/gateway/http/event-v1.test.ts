import { expect, test } from 'vitest';
import { api, integration, lambdaAuthorizer, route, stand, startOfTime } from './fixtures.ts';

const formatV1 = { integration: integration({ payloadFormatVersion: '1.0' }) };

async function eventOf(
  routeKey: string,
  target: string,
  options?: { headers?: readonly (readonly [string, string])[]; body?: string | Buffer },
) {
  const { events, send } = stand(api({ routes: [route(routeKey, formatV1)] }));
  await send('POST', target, options);
  const event: Record<string, unknown> = events[0]?.event ?? {};
  return event;
}

test('an event with everything', async () => {
  const key = 'POST /users/{userId}/orders';
  const event = await eventOf(key, '/users/J%20Doe/orders?status=pending&tag=important&tag=urgent', {
    headers: [
      ['cookie', 'session=abc123; theme=dark'],
      ['X-CUSTOM-Header', 'value1'],
      ['x-custom-header', 'value2'],
    ],
    body: Buffer.from([1, 2, 3, 4, 5]),
  });
  expect(event).toMatchObject({
    version: '1.0',
    resource: '/users/{userId}/orders',
    path: '/users/J%20Doe/orders',
    httpMethod: 'POST',
    headers: { 'Content-Length': '5', Cookie: 'session=abc123; theme=dark', 'X-Custom-Header': 'value2' },
    multiValueHeaders: { 'Content-Length': ['5'], 'X-Custom-Header': ['value1', 'value2'] },
    queryStringParameters: { status: 'pending', tag: 'urgent' },
    multiValueQueryStringParameters: { status: ['pending'], tag: ['important', 'urgent'] },
    pathParameters: { userId: 'J Doe' },
    stageVariables: null,
    body: 'AQIDBAU=',
    isBase64Encoded: true,
  });
  const context = event['requestContext'] as Record<string, unknown>;
  expect(context).toMatchObject({
    path: '/users/J Doe/orders',
    resourceId: key,
    resourcePath: '/users/{userId}/orders',
    stage: '$default',
    requestTime: '02/Jan/2026:03:04:05 +0000',
    requestTimeEpoch: startOfTime,
    identity: { sourceIp: '127.0.0.1', userAgent: '', user: null },
  });
  expect(context['requestId']).toBe(context['extendedRequestId']);
});

test('what is missing is null, but an authorizer that is not there', async () => {
  const event = await eventOf('$default', '/x');
  expect(event).toMatchObject({
    resource: '$default',
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
    body: null,
    isBase64Encoded: false,
    requestContext: { resourceId: '$default', resourcePath: '$default' },
  });
  expect(event['requestContext']).not.toHaveProperty('authorizer');
});

test("a Lambda authorizer's context stands beside the empty members of a token", async () => {
  const authorized = { ...formatV1, authorizationType: 'CUSTOM', authorizerId: 'webhook' } as const;
  const configuration = api({
    routes: [route('POST /x', authorized)],
    authorizers: { webhook: lambdaAuthorizer({ identitySources: [] }) },
  });
  const { events, send } = stand(configuration, {
    functions: { authorizer: () => ({ isAuthorized: true, context: { tenant: 'a' } }) },
  });
  await send('POST', '/x');
  expect(events[1]?.event).toMatchObject({
    requestContext: { authorizer: { claims: null, scopes: null, tenant: 'a' } },
  });
});
