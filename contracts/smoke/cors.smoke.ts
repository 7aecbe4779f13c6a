import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publicApi } from '../public-api.ts';
import { type ApiKind, type ApiTable, type Operation, operationOf, operationsOf } from '../route-table.ts';
import { taskApi } from '../task-api.ts';
import { type Callers, createCallers } from './callers.ts';
import { allowedOrigin, allowedOrigins, foreignOrigin, send } from './requests.ts';

/** What pages may send and read; browsers compare without regard to case. */
const requestHeaders = ['authorization', 'content-type', 'idempotency-key', 'if-match', 'x-api-key'];
const exposedHeaders = {
  rest: ['etag', 'location', 'retry-after', 'x-amzn-requestid'],
  http: ['apigw-requestid', 'etag', 'location', 'retry-after'],
};
const preflightSeconds = '600';
/** Above API Gateway's limit of 10 MB. */
const tooLargeBytes = 10 * 1024 * 1024 + 1;

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

/** Every method that a preflight to the operation's address may name. */
function methodsAt(api: ApiTable, { path }: Operation): readonly string[] {
  const all = operationsOf(api);
  // The HTTP API tells the methods of all its routes.
  const there = api.kind === 'rest' ? all.filter((other) => other.path === path) : all;
  const named = there.map(({ method }) => method.toLowerCase());
  return [...new Set(api.kind === 'rest' ? [...named, 'options'] : named)].sort();
}

describe.concurrent.each(operations)('CORS of $name', ({ api, operation }) => {
  test.each(allowedOrigins)(
    'preflight from %s names it, the methods and the headers, and no others',
    async (origin) => {
      const { status, headers } = await send(api, operation, preflightOf(operation.method, origin));
      expect([200, 204]).toContain(status);
      expect(headers['access-control-allow-origin']).toBe(origin);
      expect(listed(headers['access-control-allow-methods'])).toEqual(methodsAt(api, operation));
      expect(listed(headers['access-control-allow-headers'])).toEqual(requestHeaders);
      expect(headers['access-control-max-age']).toBe(preflightSeconds);
      expect(headers).not.toHaveProperty('access-control-allow-credentials');
      // The HTTP API answers preflights itself, and the same to every allowed origin's browser.
      if (api.kind === 'rest') expect(listed(headers['vary'])).toContain('origin');
    },
  );

  test('preflight that asks for a method and a header that no route takes is told of neither', async () => {
    const { headers } = await send(api, operation, {
      method: 'OPTIONS',
      headers: {
        Origin: allowedOrigin,
        'Access-Control-Request-Method': 'PATCH',
        'Access-Control-Request-Headers': 'x-unheard-of',
      },
    });
    expect(listed(headers['access-control-allow-methods'])).not.toContain('patch');
    expect(listed(headers['access-control-allow-headers'])).not.toContain('x-unheard-of');
  });

  test('preflight from another origin names none', async () => {
    const { headers } = await send(api, operation, preflightOf(operation.method, foreignOrigin));
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  test("the handler's answer can be read from the allowed origins, and from no other", async () => {
    for (const origin of allowedOrigins) expectReadable(await sendToHandler(api, operation, origin), origin, api.kind);
    const { headers } = await sendToHandler(api, operation, foreignOrigin);
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  if (operation.access.kind === 'public') return;

  const readers = api.kind === 'rest' ? 'any origin' : 'the allowed origins';
  test(`the refusal of a caller without credentials can be read from ${readers}`, async () => {
    const refusedAt = (origin: string) => send(api, operation, { headers: { Origin: origin } });
    const refused = await refusedAt(allowedOrigin);
    expect(refused.status).toBe(operation.access.kind === 'iam' ? 403 : 401);
    expectReadable(refused, allowedOrigin, api.kind);
    const { headers } = await refusedAt(foreignOrigin);
    expect(headers['access-control-allow-origin']).toBe(api.kind === 'rest' ? foreignOrigin : undefined);
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

function expectReadable({ headers }: Response, origin: string, kind: ApiKind): void {
  expect(headers['access-control-allow-origin']).toBe(origin);
  expect(listed(headers['access-control-expose-headers'])).toEqual(exposedHeaders[kind]);
}

describe("the gateway's own errors on the REST API copy the origin, whatever it is, without credentials", () => {
  const origin = foreignOrigin;
  const routes = operationsOf(taskApi);
  const withBody = routes.find(({ access, body }) => access.kind === 'user' && body !== undefined);
  const partnerRoute = routes.find(({ access }) => access.kind === 'partner');

  const expectGatewayError = (answer: Response, status: number) => {
    expect(answer.status).toBe(status);
    expect(Object.keys(answer.body)).toEqual(['message']);
    expectReadable(answer, origin, taskApi.kind);
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

  test('403 of a path that no route has', async () => {
    expect.assert(withBody);
    const nowhere = { ...withBody, path: '/nowhere', pathParameters: [] };
    expectGatewayError(await send(taskApi, nowhere, { headers: { Origin: origin } }), 403);
  });
});

describe('a 404 can be read from the allowed origins, and from no other', () => {
  const hidden = operationOf(taskApi, 'getProject');
  const health = operationOf(publicApi, 'getHealth');

  test.each([
    { what: "a handler's, of GET /projects/{projectId}", api: taskApi, operation: hidden },
    {
      what: "the HTTP API's own, of a path that no route has",
      api: publicApi,
      operation: { ...health, path: '/nowhere' },
    },
  ])('$what', async ({ api, operation }) => {
    const admitted = await callers.admitted(api, operation);
    const answerAt = (origin: string) => send(api, operation, { headers: { ...admitted, Origin: origin } });
    const answer = await answerAt(allowedOrigin);
    expect(answer.status).toBe(404);
    expectReadable(answer, allowedOrigin, api.kind);
    expect((await answerAt(foreignOrigin)).headers).not.toHaveProperty('access-control-allow-origin');
  });
});

test("413 of a body that is too large for any is no answer of the API's: AWS lets nobody add to its headers", async () => {
  const operation = operationOf(taskApi, 'createProject');
  const headers = { ...(await callers.admitted(taskApi, operation)), Origin: allowedOrigin };
  const answer = await send(taskApi, operation, { headers, body: { name: 'a'.repeat(tooLargeBytes) } });
  expect(answer.status).toBe(413);
  expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
});
