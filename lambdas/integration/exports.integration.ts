import { beforeAll, describe, expect, test } from 'vitest';
import { pollExport } from '../../contracts/polling.ts';
import { commentKey } from '../comments/comment-records.ts';
import { enqueueExport } from '../exports/export-queue.ts';
import { exportKey } from '../exports/export-records.ts';
import { handler as startExport } from '../exports/start-export.ts';
import { systemClock } from '../shared/clock.ts';
import { newId } from '../shared/identifiers.ts';
import { logDocumentsOf, logOf } from './function-logs.ts';
import { context, readItem, restEvent, useFunctionEnvironment, writeItem, writeItems } from './in-process.ts';
import { type Cast, createCast, nobodysId } from './people.ts';
import { outputs, problem, withoutModel } from './requests.ts';

let cast: Cast;
let path: { readonly projectId: string };
beforeAll(async () => {
  useFunctionEnvironment();
  cast = await createCast();
  path = { projectId: cast.projectId };
});

async function download(exportId: string): Promise<string> {
  const ended = await pollExport(cast.member.client, exportId, {
    sleep: () => new Promise((done) => setTimeout(done, 50)),
  });
  expect(ended.status).toBe('succeeded');
  const response = await fetch(ended.download?.url ?? '');
  expect(response.status).toBe(200);
  return response.text();
}

describe('an export', () => {
  test.each(['csv', 'json'] as const)(
    'as %s has the project, its members, tasks, comments and files',
    async (format) => {
      const { owner, member } = cast;
      const { body: task } = await owner.client.createTask({
        path,
        body: { title: '=1+1', description: 'a, "b"', assigneeId: member.userId, dueDate: '2027-01-01' },
      });
      const of = { taskId: task.taskId };
      const { body: comment } = await member.client.createComment({ path: of, body: { text: 'two\nlines' } });
      const file = { fileName: 'map.png', contentType: 'image/png', sizeBytes: 3 };
      const { body: attachment } = await member.client.createAttachment({ path: of, body: file });
      const { body: deleted } = await owner.client.createTask({ path, body: { title: 'Deleted' } });
      await owner.client.createComment({ path: { taskId: deleted.taskId }, body: { text: 'of what is deleted' } });
      await owner.client.deleteTask({ path: { taskId: deleted.taskId } });

      const started = await member.send('startExport', { path, body: { format } });
      expect(started).toMatchObject({ status: 202, body: { status: 'queued' } });
      expect(started.headers.get('location')).toMatch(new RegExp(`/exports/${started.body.exportId}$`));
      expect(Number(started.headers.get('retry-after'))).toBeGreaterThan(0);

      const text = await download(started.body.exportId);
      expect(text).not.toContain('of what is deleted');
      if (format === 'csv') {
        expect(text).toContain(
          `task,${task.taskId},,'=1+1,,todo,${member.userId},${owner.userId},2027-01-01,"a, ""b"""`,
        );
        expect(text).toContain(`comment,${comment.commentId},${task.taskId},,,,,${member.userId},,"two\nlines"`);
      } else {
        const rows = JSON.parse(text) as Record<string, string>[];
        expect(rows[0]).toMatchObject({ kind: 'project', id: cast.projectId, name: 'Moon base' });
        expect(rows).toContainEqual(expect.objectContaining({ kind: 'member', id: owner.userId, role: 'owner' }));
        expect(rows).toContainEqual(
          expect.objectContaining({ kind: 'task', id: task.taskId, name: '=1+1', status: 'todo' }),
        );
        expect(rows).toContainEqual(
          expect.objectContaining({
            kind: 'attachment',
            id: attachment.attachmentId,
            taskId: task.taskId,
            name: 'map.png',
          }),
        );
      }
    },
  );

  test('of many pages has every row', async () => {
    const theirs = await createCast();
    const { body: task } = await theirs.owner.client.createTask({
      path: { projectId: theirs.projectId },
      body: { title: 'T' },
    });
    const comments = Array.from({ length: 700 }, (_, index) => {
      const commentId = `01ARZ3NDEKTSV4RRFFQ6${String(index).padStart(6, '0')}`;
      return {
        ...commentKey(theirs.projectId, task.taskId, commentId),
        commentId,
        taskId: task.taskId,
        authorId: theirs.owner.userId,
        text: 'x'.repeat(4000),
        createdAt: '2026-01-01T00:00:00.000Z',
      };
    });
    await writeItems(comments);
    const { body } = await theirs.owner.client.startExport({
      path: { projectId: theirs.projectId },
      body: { format: 'json' },
    });
    const ended = await pollExport(theirs.owner.client, body.exportId);
    const rows = (await (await fetch(ended.download?.url ?? '')).json()) as { kind: string; id: string }[];
    const ids = rows.filter(({ kind }) => kind === 'comment').map(({ id }) => id);
    expect(ids).toEqual(comments.map(({ commentId }) => commentId));
  });
});

test('metrics of exports are in the logs, and nothing of who asked', async () => {
  const { body } = await cast.owner.client.startExport({ path, body: { format: 'csv' } });
  await download(body.exportId);
  const logged = await logOf('export-worker');
  expect(logged.some((line) => line.includes(body.exportId))).toBe(true);
  expect(await logDocumentsOf('export-worker')).toContainEqual(
    expect.objectContaining({ service: 'task-api', ExportsSucceeded: 1, ExportAge: expect.any(Number) }),
  );
  const started = await logOf('start-export');
  expect(started.some((line) => line.includes('"ExportsStarted":1'))).toBe(true);
  expect(started.some((line) => line.includes(`user:${cast.owner.userId}`))).toBe(true);
  expect(started.some((line) => line.includes(cast.owner.idToken) || line.includes(cast.owner.email))).toBe(false);
});

test('failed exports are counted too, with how long their callers waited', async () => {
  const exportId = newId(systemClock);
  const createdAt = new Date(Date.now() - 5000).toISOString();
  const item = { exportId, projectId: nobodysId, format: 'csv', status: 'queued', createdAt } as const;
  await writeItem({ ...exportKey(exportId), ...item });
  await enqueueExport(item);
  await expect
    .poll(() => logDocumentsOf('export-worker'))
    .toContainEqual(expect.objectContaining({ ExportsFailed: 1, ExportAge: expect.closeTo(5, -1) }));
});

describe('startExport', () => {
  test('is for members, with a format', async () => {
    const { stranger, member } = cast;
    const body = { format: 'csv' };
    expect(await stranger.send('startExport', { path, body })).toMatchObject(problem('NOT_FOUND'));
    expect(await member.send('startExport', { path, body: { format: 'xls' } })).toMatchObject({ status: 400 });
    expect(await member.send('startExport', { path, body: {}, headers: withoutModel })).toMatchObject(
      problem('VALIDATION_FAILED'),
    );
    expect(await member.send('startExport', { path, body: '', headers: withoutModel })).toMatchObject(
      problem('INVALID_JSON'),
    );
    expect(await member.send('startExport', { path: { projectId: 'x' }, body })).toMatchObject(
      problem('INVALID_PARAMETER'),
    );
    const once = { path, body, headers: { 'Idempotency-Key': `key-${Math.random()}` } };
    const first = await member.send('startExport', once);
    expect((await member.send('startExport', once)).body).toEqual(first.body);
    expect(await member.send('startExport', { ...once, body: { format: 'json' } })).toMatchObject(
      problem('IDEMPOTENCY_MISMATCH'),
    );
  });

  test('answers 503 if the queue refuses, leaves nothing behind, and may be tried again with its key', async () => {
    const event = restEvent(cast.member.userId, {
      pathParameters: path,
      headers: { 'Idempotency-Key': `key-${Math.random()}` },
      body: '{"format":"csv"}',
    });
    useFunctionEnvironment({ EXPORT_QUEUE_URL: `${outputs.exportQueueUrl}-that-is-not-there` });
    const refused = await startExport(event, context);
    useFunctionEnvironment();
    expect(refused.statusCode).toBe(503);
    expect(Number(refused.headers?.['Retry-After'])).toBeGreaterThan(0);
    expect(JSON.parse(refused.body)).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });

    const again = await startExport(event, context);
    expect(again.statusCode).toBe(202);
    await download(JSON.parse(again.body).exportId);
  });
});

describe('getExport', () => {
  const createdAt = '2026-01-01T00:00:00.000Z';
  const future = Math.floor(Date.now() / 1000) + 3600;

  async function stored(exportId: string, changes: object) {
    const item = { exportId, ...path, format: 'csv', createdAt, expiresAt: future, ...changes };
    await writeItem({ ...exportKey(exportId), ...item });
    return cast.member.send('getExport', { path: { exportId } });
  }

  test('tells what is queued or running, and when to ask again', async () => {
    const answer = await stored('01ARZ3NDEKTSV4RRFFQ69G5FB1', { status: 'running' });
    expect(answer.body).toEqual({
      exportId: '01ARZ3NDEKTSV4RRFFQ69G5FB1',
      ...path,
      format: 'csv',
      status: 'running',
      createdAt,
    });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('tells why it failed', async () => {
    const answer = await stored('01ARZ3NDEKTSV4RRFFQ69G5FB2', { status: 'failed', failureReason: 'No moon' });
    expect(answer.body).toMatchObject({ status: 'failed', failure: { reason: 'No moon' } });
    expect(answer.headers.get('retry-after')).toBeNull();
  });

  test('knows nothing of what has expired, of other projects, or of nothing', async () => {
    expect(await stored('01ARZ3NDEKTSV4RRFFQ69G5FB3', { status: 'succeeded', expiresAt: 1 })).toMatchObject(
      problem('NOT_FOUND'),
    );
    const { body } = await cast.member.client.startExport({ path, body: { format: 'csv' } });
    const of = { path: { exportId: body.exportId } };
    expect(await cast.stranger.send('getExport', of)).toMatchObject(problem('NOT_FOUND'));
    expect(await cast.member.send('getExport', { path: { exportId: nobodysId } })).toMatchObject(problem('NOT_FOUND'));
    expect(await cast.member.send('getExport', { path: { exportId: 'x' } })).toMatchObject(
      problem('INVALID_PARAMETER'),
    );
    expect(await readItem(exportKey(body.exportId))).toMatchObject({ requestedBy: cast.member.userId });
  });
});
