import { setTimeout } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { sweepUploads } from '../attachments/sweep-uploads.ts';
import { commentKey } from '../comments/comment-records.ts';
import { sweepDeletions } from '../deletions/sweep-deletions.ts';
import { buildExportMessage } from '../exports/export-message.ts';
import { type ExportItem, exportKey, failedExportsPartition, openExportsPartition } from '../exports/export-records.ts';
import { sweepExports } from '../exports/export-sweep.ts';
import { handler as work } from '../exports/export-worker.ts';
import { systemClock } from '../shared/clock.ts';
import { newId } from '../shared/identifiers.ts';
import { taskKey, taskPointerKey } from '../tasks/task-records.ts';
import { type TableCalls, tableCallsDuring, tableCallsOf } from './control.ts';
import { declaredPagedCalls } from './declared-calls.ts';
import { context, removeItem, sqsEvent, useFunctionEnvironment, writeItem, writeItems } from './in-process.ts';
import { type Cast, createCast } from './people.ts';
import { sendAsOperator } from './signed-requests.ts';

/** Work that is done in pages makes the calls that docs/data-model.md declares, of a run and of each page. */

let cast: Cast;
beforeAll(async () => {
  useFunctionEnvironment();
  cast = await createCast();
});

const declared = declaredPagedCalls();
const enough = { isLeft: () => true };
const inMinutes = (minutes: number) => {
  const now = new Date(Date.now() + minutes * 60_000);
  return { now: () => now };
};

/** Makes as much as the pages hold, and tells the calls of the run that does them. */
type Run = (pages: number) => Promise<TableCalls>;

const runs: Readonly<Record<string, Run>> = {
  'requeue failed exports, at most 250': async (pages) => {
    while ((await redrive()).body.exportsQueued > 0);
    const failed = await exports(pages, { status: 'failed', gsi1pk: failedExportsPartition });
    const calls = await tableCallsOf(await redrive());
    await forget(failed);
    return calls;
  },

  'write an export': async (pages) => {
    const { owner, projectId } = await createCast();
    const { body } = await owner.client.createTask({ path: { projectId }, body: { title: 'T' } });
    // Half a page beside the full ones: where DynamoDB ends a page depends on all of an item's bytes.
    await writeItems(comments(projectId, body.taskId, Math.round((pages - 0.5) * 256), 'x'.repeat(4000)));
    const [item] = await exports(1, { projectId });
    if (!item) throw new Error('no export was stored');
    return tableCallsDuring(async () =>
      expect(await work(sqsEvent([buildExportMessage(item)]), context)).toEqual({ batchItemFailures: [] }),
    );
  },

  'look after exports on their way, at most 100': async (pages) => {
    const run = () => sweepExports(inMinutes(120));
    await run();
    const late = await exports(pages);
    const calls = await tableCallsDuring(run);
    await forget(late);
    return calls;
  },

  'look for announced files, at most 100': async (pages) => {
    const run = () => sweepUploads(inMinutes(26), enough);
    await run();
    const path = await newTask();
    const body = { fileName: 'f', contentType: 'text/plain', sizeBytes: 1 };
    for (let file = 0; file < pages; file += 1) await cast.owner.client.createAttachment({ path, body });
    return tableCallsDuring(run);
  },

  'remove what a deleted task leaves': async (pages) => {
    await sweep();
    const path = await newTask();
    await writeItems(comments(cast.projectId, path.taskId, 100 * pages, 'x'));
    await cast.owner.client.deleteTask({ path });
    return tableCallsDuring(sweep);
  },

  'remove what a deleted project leaves': async (pages) => {
    await sweep();
    const { owner, projectId } = await createCast();
    const path = { projectId };
    await owner.client.updateProject({ path, body: { name: 'n', partnerIds: ['acme'] }, ifMatch: '*' });
    // Beside the project and its two members; each page also has the tombstone, which stays to the end.
    const taskIds = Array.from({ length: 99 * pages - 3 }, () => newId(systemClock));
    await writeItems(taskIds.flatMap((taskId) => [{ ...taskKey(projectId, taskId) }, { ...taskPointerKey(taskId) }]));
    await owner.client.deleteProject({ path });
    return tableCallsDuring(sweep);
  },
};

test('the documentation has a row for each kind of work, and for nothing else', () => {
  expect([...declared.keys()].sort()).toEqual(Object.keys(runs).sort());
});

test.each(Object.entries(runs).flatMap(([name, run]) => [1, 3].map((pages) => [name, pages, run] as const)))(
  '%s: %i pages',
  async (name, pages, run) => {
    const { once, eachPage } = declared.get(name) ?? { once: [], eachPage: [] };
    const expected = [...once, ...Array.from({ length: pages }, () => eachPage).flat()].sort();
    expect(await run(pages)).toEqual(expected);
  },
);

const sweep = () => sweepDeletions(inMinutes(16), enough);

/** Once the redrive before is done. */
async function redrive() {
  for (;;) {
    const answer = await sendAsOperator('startExportRedrive', {});
    if (answer.status === 202) return answer;
    expect(answer.status, answer.text).toBe(409);
    await setTimeout(100);
  }
}

async function newTask() {
  const { body } = await cast.owner.client.createTask({ path: { projectId: cast.projectId }, body: { title: 'T' } });
  return { taskId: body.taskId };
}

const comments = (projectId: string, taskId: string, count: number, text: string) =>
  Array.from({ length: count }, () => {
    const commentId = newId(systemClock);
    const createdAt = systemClock.now().toISOString();
    return { ...commentKey(projectId, taskId, commentId), commentId, taskId, authorId: 'a', text, createdAt };
  });

/** Exports that were asked for an hour ago. */
async function exports(count: number, changes: Partial<ExportItem> = {}): Promise<readonly ExportItem[]> {
  const createdAt = new Date(Date.now() - 3_600_000).toISOString();
  const items = Array.from({ length: count }, (): ExportItem => {
    const exportId = newId(systemClock);
    return {
      exportId,
      projectId: cast.projectId,
      requestedBy: cast.owner.userId,
      format: 'json',
      status: 'queued',
      createdAt,
      deadlineAt: createdAt,
      expiresAt: Math.floor(Date.now() / 1000) + 3600,
      gsi1pk: openExportsPartition,
      gsi1sk: `${createdAt}#${exportId}`,
      ...changes,
    };
  });
  for (const item of items) await writeItem({ ...exportKey(item.exportId), ...item });
  return items;
}

/** What the suites after this one must not meet. */
async function forget(items: readonly ExportItem[]): Promise<void> {
  for (const { exportId } of items) await removeItem(exportKey(exportId));
}
