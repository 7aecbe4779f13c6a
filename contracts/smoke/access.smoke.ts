import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operationsOf } from '../route-table.ts';
import { taskApi } from '../task-api.ts';
import { type Callers, createCallers } from './callers.ts';
import { apiKeyValue, partnerToken } from './credentials.ts';
import { send, stage } from './requests.ts';

let callers: Callers;
beforeAll(async () => {
  callers = await createCallers();
});
afterAll(() => callers?.remove());

const routes = operationsOf(taskApi);
const hourMs = 60 * 60 * 1000;

describe('a partner', () => {
  const operation = routes.find(({ access, body }) => access.kind === 'partner' && body === undefined);
  const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

  test('is let in with the key that partners have', async () => {
    expect.assert(operation);
    const key = await apiKeyValue(stage.outputs.partnerApiKeyId);
    const headers = { ...callers.headersOf('partner token'), 'x-api-key': key };
    expect((await send(taskApi, operation, { headers })).status).toBe(200);
  });

  test('whose token names none of the scopes is refused', async () => {
    expect.assert(operation);
    const { status } = await send(taskApi, operation, {
      headers: callers.headersOf('partner token without scopes, and key'),
    });
    expect(status).toBe(403);
  });

  test('whose token has expired is refused', async () => {
    expect.assert(operation);
    const token = await partnerToken(stage.outputs, callers.partnerId, { issuedAt: new Date(Date.now() - 2 * hourMs) });
    const headers = { ...callers.headersOf('partner token and key'), ...bearer(token) };
    expect((await send(taskApi, operation, { headers })).status).toBe(401);
  });
});

test("a user's access token, which has no scope of a route, is refused", async () => {
  const operation = routes.find(({ access }) => access.kind === 'user');
  expect.assert(operation);
  const headers = { Authorization: callers.user.accessToken };
  expect((await send(taskApi, operation, { headers })).status).toBe(401);
});
