import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient } from '../client.ts';
import { taskApi } from '../task-api.ts';
import { type Callers, createCallers, type HeldCredentials } from './callers.ts';
import { urlOf } from './requests.ts';

let callers: Callers;
beforeAll(async () => {
  callers = await createCallers();
});
afterAll(() => callers?.remove());

const clientOf = (credentials: HeldCredentials) =>
  createClient(taskApi, { baseUrl: urlOf(taskApi), headers: () => callers.headersOf(credentials) });

test('a project appears in the listings of its owner and of the partners that it is shared with', async () => {
  const user = clientOf('user token');
  const { body: older } = await user.createProject({ body: { name: 'Older' } });
  const { body: newer } = await user.createProject({ body: { name: 'Newer', partnerIds: [callers.partnerId] } });

  const { body: first } = await user.listProjects({ query: { limit: '1' } });
  expect(first.items).toEqual([newer]);
  expect.assert(first.nextCursor);
  const { body: second } = await user.listProjects({ query: { limit: '1', cursor: first.nextCursor } });
  expect(second.items).toEqual([older]);

  const { body: shared } = await clientOf('partner token and key').listPartnerProjects();
  const { projectId, name, createdAt } = newer;
  expect(shared).toEqual({ items: [{ projectId, name, createdAt }] });
});
