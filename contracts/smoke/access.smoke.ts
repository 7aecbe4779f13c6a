import { afterAll, beforeAll, expect, test } from 'vitest';
import { operationOf } from '../route-table.ts';
import { taskApi } from '../task-api.ts';
import { type Callers, createCallers } from './callers.ts';
import { apiKeyValue } from './credentials.ts';
import { send, stage } from './requests.ts';

let callers: Callers;
beforeAll(async () => {
  callers = await createCallers();
});
afterAll(() => callers?.remove());

/** The other suites come with a key of their own, so that they use up nothing of the partners' quota. */
test('a partner is let in with the key that partners have', async () => {
  const key = await apiKeyValue(stage.outputs.partnerApiKeyId);
  const headers = { ...callers.headersOf('partner token'), 'x-api-key': key };
  const operation = operationOf(taskApi, 'listPartnerProjects');
  expect((await send(taskApi, operation, { headers })).status).toBe(200);
});
