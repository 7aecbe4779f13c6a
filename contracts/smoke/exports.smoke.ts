import { afterAll, beforeAll, expect, test } from 'vitest';
import { pollExport } from '../polling.ts';
import { taskApi } from '../task-api.ts';
import { type Callers, createCallers } from './callers.ts';
import { smokeClient, stage } from './requests.ts';

let callers: Callers;
beforeAll(async () => {
  callers = await createCallers();
});
afterAll(() => callers?.remove());

test.concurrent.each(['csv', 'json'] as const)(
  'POST /projects/{projectId}/exports as %s is accepted, ends, and downloads',
  async (format) => {
    const client = smokeClient(taskApi, () => callers.headersOf('user token'));
    const name = `Smoke, "quoted" ${stage.runId}`;
    const { body: project } = await client.createProject({ body: { name } });

    const accepted = await client.startExport({ path: { projectId: project.projectId }, body: { format } });
    expect(accepted.status).toBe(202);
    expect(accepted.headers.Location).toMatch(new RegExp(`/exports/${accepted.body.exportId}$`));
    expect(Number(accepted.headers['Retry-After'])).toBeGreaterThan(0);

    const ended = await pollExport(client, accepted.body.exportId);
    expect(ended).toMatchObject({ status: 'succeeded', projectId: project.projectId, format });
    expect.assert(ended.download);
    const file = await fetch(ended.download.url);
    expect(file.status).toBe(200);
    const text = await file.text();
    if (format === 'json') {
      expect(JSON.parse(text)).toContainEqual(
        expect.objectContaining({ kind: 'project', id: project.projectId, name }),
      );
    } else {
      expect(text.split('\r\n')[0]).toBe(
        'kind,id,taskId,name,role,status,assigneeId,authorId,dueDate,description,createdAt',
      );
      expect(text).toContain(`project,${project.projectId},,"${name.replaceAll('"', '""')}"`);
    }
  },
);
