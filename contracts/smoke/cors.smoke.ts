import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publicApi } from '../public-api.ts';
import { type ApiTable, type Operation, operationsOf } from '../route-table.ts';
import { taskApi } from '../task-api.ts';
import { type Callers, createCallers } from './callers.ts';
import { allowedOrigins, foreignOrigin, send } from './requests.ts';

/** What pages may send and read; browsers compare without regard to case. */
const requestHeaders = ['authorization', 'content-type', 'idempotency-key', 'if-match', 'x-api-key'];
const exposedHeaders = ['etag', 'location', 'retry-after', 'x-amzn-requestid'];
const preflightSeconds = '600';

let callers: Callers;
beforeAll(async () => {
  callers = await createCallers();
});
afterAll(() => callers?.remove());

const listed = (header: string | undefined) =>
  (header ?? '')
    .toLowerCase()
    .split(/\s*,\s*/)
    .sort();

const preflightOf = (method: string, origin: string) => ({
  method: 'OPTIONS',
  headers: {
    Origin: origin,
    'Access-Control-Request-Method': method,
    'Access-Control-Request-Headers': requestHeaders.join(','),
  },
});

const operations = [taskApi, publicApi].flatMap((api: ApiTable) =>
  operationsOf(api).map((operation) => ({ api, operation, name: `${operation.method} ${operation.path}` })),
);

describe.concurrent.each(operations)('CORS of $name', ({ api, operation }) => {
  test.each(allowedOrigins)('preflight from %s names it, the method and the headers', async (origin) => {
    const { status, headers } = await send(api, operation, preflightOf(operation.method, origin));
    expect([200, 204]).toContain(status);
    expect(headers['access-control-allow-origin']).toBe(origin);
    expect(listed(headers['access-control-allow-methods'])).toContain(operation.method.toLowerCase());
    expect(listed(headers['access-control-allow-headers'])).toEqual(requestHeaders);
    expect(headers['access-control-max-age']).toBe(preflightSeconds);
    // The HTTP API answers preflights itself, and the same to every allowed origin's browser.
    if (api.kind === 'rest') expect(listed(headers['vary'])).toContain('origin');
  });

  test('preflight from another origin names none', async () => {
    const { headers } = await send(api, operation, preflightOf(operation.method, foreignOrigin));
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  test("the handler's answer can be read from the allowed origins, and from no other", async () => {
    for (const origin of allowedOrigins) expectReadable(await sendToHandler(api, operation, origin), origin);
    const { headers } = await sendToHandler(api, operation, foreignOrigin);
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });
});

/**
 * A request that the gateway lets through to the handler, and that changes nothing: the gateway has
 * models for JSON alone, and the handler takes no other text.
 */
async function sendToHandler(api: ApiTable, operation: Operation, origin: string): Promise<Response> {
  const body = operation.body === undefined ? {} : { body: 'no JSON' };
  const contentType = operation.body === undefined ? {} : { 'Content-Type': 'text/plain' };
  const admitted = await callers.admitted(api, operation, body);
  return send(api, operation, { headers: { ...admitted, ...contentType, Origin: origin }, ...body });
}

function expectReadable({ headers }: Response, origin: string): void {
  expect(headers['access-control-allow-origin']).toBe(origin);
  expect(listed(headers['access-control-expose-headers'])).toEqual(exposedHeaders);
}

describe("the gateway's own errors on the REST API copy the origin, whatever it is, without credentials", () => {
  const origin = foreignOrigin;
  const routes = operationsOf(taskApi);
  const withBody = routes.find(({ access, body }) => access.kind === 'user' && body !== undefined);
  const partnerRoute = routes.find(({ access }) => access.kind === 'partner');

  const expectGatewayError = (answer: Response, status: number) => {
    expect(answer.status).toBe(status);
    expect(Object.keys(answer.body)).toEqual(['message']);
    expectReadable(answer, origin);
    expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
    expect(listed(answer.headers['vary'])).toContain('origin');
  };

  test('401, which says how to authenticate', async () => {
    expect.assert(withBody);
    const answer = await send(taskApi, withBody, { headers: { Origin: origin } });
    expectGatewayError(answer, 401);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  test('400 of a body that breaks its model', async () => {
    expect.assert(withBody);
    const headers = { ...(await callers.admitted(taskApi, withBody)), Origin: origin };
    expectGatewayError(await send(taskApi, withBody, { headers, body: { smoke: true } }), 400);
  });

  test('403 of an authorizer that denies', async () => {
    expect.assert(partnerRoute);
    const headers = { ...callers.headersOf('partner token without scopes, and key'), Origin: origin };
    expectGatewayError(await send(taskApi, partnerRoute, { headers }), 403);
  });
});
