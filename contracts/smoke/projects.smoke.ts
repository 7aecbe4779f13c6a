import { afterAll, beforeAll, expect, test } from 'vitest';
import { operationOf } from '../route-table.ts';
import { taskApi } from '../task-api.ts';
import { type Callers, createCallers, type HeldCredentials } from './callers.ts';
import { send, smokeClient, stage } from './requests.ts';

let callers: Callers;
beforeAll(async () => {
  callers = await createCallers();
});
afterAll(() => callers?.remove());

const clientOf = (credentials: HeldCredentials) => smokeClient(taskApi, () => callers.headersOf(credentials));

test('GET /projects and GET /partner/projects: a project appears in the listings of its owner and of the partners that it is shared with', async () => {
  const user = clientOf('user token');
  const { body: older } = await user.createProject({ body: { name: `Older ${stage.runId}` } });
  const { body: newer } = await user.createProject({
    body: { name: `Newer ${stage.runId}`, partnerIds: [callers.partnerId] },
  });

  const { body: first } = await user.listProjects({ query: { limit: '1' } });
  expect(first.items).toEqual([newer]);
  expect.assert(first.nextCursor);
  const { body: second } = await user.listProjects({ query: { limit: '1', cursor: first.nextCursor } });
  expect(second.items).toEqual([older]);

  const { body: shared } = await clientOf('partner token and key').listPartnerProjects();
  const { projectId, name, createdAt } = newer;
  expect(shared).toEqual({ items: [{ projectId, name, createdAt }] });
});

test("GET /projects/{projectId}: another user's project is not there", async () => {
  const another = await createCallers();
  try {
    const body = { name: `Another's ${stage.runId}` };
    const headers = () => another.headersOf('user token');
    const { projectId } = (await smokeClient(taskApi, headers).createProject({ body })).body;
    const operation = operationOf(taskApi, 'getProject');
    const answer = await send(taskApi, operation, { path: { projectId }, headers: callers.headersOf('user token') });
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 404, code: 'NOT_FOUND' });
  } finally {
    await another.remove();
  }
});
