import { describe, expect, test } from 'vitest';
import { publicApi } from '../public-api.ts';
import { type ApiTable, operationsOf } from '../route-table.ts';
import { taskApi } from '../task-api.ts';
import { allowedOrigin, foreignOrigin, send } from './requests.ts';

const listed = (header: string | undefined) => (header ?? '').toLowerCase().split(/\s*,\s*/);

const preflightOf = (method: string, origin: string) => ({
  method: 'OPTIONS',
  headers: {
    Origin: origin,
    'Access-Control-Request-Method': method,
    'Access-Control-Request-Headers': 'authorization,content-type',
  },
});

const operations = [taskApi, publicApi].flatMap((api: ApiTable) =>
  operationsOf(api).map((operation) => ({ api, operation, name: `${operation.method} ${operation.path}` })),
);

describe.each(operations)('CORS of $name', ({ api, operation }) => {
  test('preflight from an allowed origin names it, the method and the headers', async () => {
    const { status, headers } = await send(api, operation, preflightOf(operation.method, allowedOrigin));
    expect([200, 204]).toContain(status);
    expect(headers['access-control-allow-origin']).toBe(allowedOrigin);
    expect(listed(headers['access-control-allow-methods'])).toContain(operation.method.toLowerCase());
    expect(listed(headers['access-control-allow-headers'])).toContain('content-type');
  });

  test('preflight from another origin names none', async () => {
    const { headers } = await send(api, operation, preflightOf(operation.method, foreignOrigin));
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('an answer without credentials can be read from an allowed origin', async () => {
    const { headers } = await send(api, operation, { headers: { Origin: allowedOrigin } });
    expect(headers['access-control-allow-origin']).toBe(allowedOrigin);
    expect(listed(headers['access-control-expose-headers'])).toContain('retry-after');
  });
});

describe("the gateway's own errors on the REST API", () => {
  const [operation] = operationsOf(taskApi).filter(({ access }) => access.kind === 'user');

  test('copy the origin, whatever it is, without credentials', async () => {
    expect.assert(operation);
    const { status, headers } = await send(taskApi, operation, { headers: { Origin: foreignOrigin } });
    expect(status).toBe(401);
    expect(headers['access-control-allow-origin']).toBe(foreignOrigin);
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
    expect(listed(headers['vary'])).toContain('origin');
  });
});

describe('handler answers', () => {
  test('of the HTTP API name no foreign origin', async () => {
    const [health] = operationsOf(publicApi).filter(({ path }) => path === '/health');
    expect.assert(health);
    const { status, headers } = await send(publicApi, health, { headers: { Origin: foreignOrigin } });
    expect(status).toBe(200);
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('of the REST API name no foreign origin', async () => {
    const login = operationsOf(taskApi).find(({ operationId }) => operationId === 'login');
    expect.assert(login);
    const body = { email: 'nobody@smoke.gatehouse.example', password: 'not a password' };
    const { status, headers } = await send(taskApi, login, { headers: { Origin: foreignOrigin }, body });
    expect(status).toBe(401);
    expect(headers['content-type']).toMatch('application/problem+json');
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    const allowed = await send(taskApi, login, { headers: { Origin: allowedOrigin }, body });
    expect(allowed.headers['access-control-allow-origin']).toBe(allowedOrigin);
  });
});
