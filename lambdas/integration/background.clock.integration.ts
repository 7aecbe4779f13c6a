import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, test } from 'vitest';
import { pollExport } from '../../contracts/polling.ts';
import { attachmentKey, uploadsPartition } from '../attachments/attachment-records.ts';
import { deletionsPartition } from '../deletions/tombstones.ts';
import { type ExportItem, exportKey, openExportsPartition } from '../exports/export-records.ts';
import { projectPartition } from '../projects/project-records.ts';
import { systemClock } from '../shared/clock.ts';
import { newId } from '../shared/identifiers.ts';
import type { Item, Key } from '../shared/item.ts';
import { projectObjects } from '../shared/object-keys.ts';
import { advanceClock, type FaultRule, untilMet, withFaults } from './control.ts';
import { readItem, readPartition, writeItem } from './in-process.ts';
import { type Cast, createCast } from './people.ts';
import { environment, outputs } from './requests.ts';

/**
 * The functions that no request waits for, as the stack runs them: by their schedules and their queue,
 * with their own roles, variables and timeouts. What is due in an hour is made due now; the clock moves
 * by the minutes of a schedule alone, since everybody else's clock stays behind.
 */

const minuteMs = 60_000;
const due = (minutes: number) => new Date(Date.now() - minutes * minuteMs).toISOString();
const soon = { timeout: 10_000, interval: 50 };
const s3 = new S3Client({});

/** The functions that run once a minute have run once more. */
const nextSweep = () => advanceClock(minuteMs);

const functionNamed = (name: string) => `gatehouse-${environment}-${name}`;

describe('the export sweeper', () => {
  let sent: ExportItem;
  let late: ExportItem;
  beforeAll(async () => {
    const cast = await createCast();
    [sent, late] = await Promise.all([stored(cast, { status: 'queued' }), stored(cast, { deadlineAt: due(2) })]);
    // The index has them before the sweeper looks.
    await nextSweep();
  });

  const statusOf = async ({ exportId }: ExportItem) => (await readItem(exportKey(exportId)))?.['status'];

  test('sends the message of an export again that was stored and never sent', async () => {
    await expect.poll(() => statusOf(sent), soon).toBe('succeeded');
  });

  test('fails an export past its deadline', async () => {
    await expect.poll(() => statusOf(late), soon).toBe('failed');
  });
});

describe('the storage sweeper', () => {
  const files: Record<'gone' | 'kept' | 'never', { key: Key; projectId: string }> = Object.create(null);
  let deleted: Cast;
  beforeAll(async () => {
    const [cast, other] = await Promise.all([createCast(), createCast()]);
    deleted = other;
    const [gone, kept, never] = await Promise.all([fileOf(cast, true), fileOf(cast, true), fileOf(cast, false)]);
    Object.assign(files, { gone, kept, never });
    for (const { key } of [kept, never]) await makeDue(key, uploadsPartition, 16);
    const path = { taskId: gone.taskId, attachmentId: gone.attachmentId };
    await cast.owner.client.deleteAttachment({ path });

    await fileOf(deleted, true);
    const { owner, projectId } = deleted;
    const { body } = await owner.client.startExport({ path: { projectId }, body: { format: 'csv' } });
    await pollExport(owner.client, body.exportId);
    await owner.client.deleteProject({ path: { projectId } });
    for (const of of [cast.projectId, projectId]) {
      const tombstones = (await readPartition(projectPartition(of))).filter(
        ({ gsi1pk }) => gsi1pk === deletionsPartition,
      );
      expect(tombstones.length).toBeGreaterThan(0);
      for (const { pk, sk } of tombstones) await makeDue({ pk, sk } as Key, deletionsPartition, 1);
    }
    await nextSweep();
  });

  test('removes the file of an attachment that was deleted, and nothing beside it', async () => {
    const { projectId } = files.gone;
    await expect.poll(() => objectsOf(outputs.attachmentsBucket, projectId), soon).toHaveLength(1);
  });

  test('forgets a file that was announced and never came, and keeps the one that came', async () => {
    await expect.poll(() => readItem(files.never.key), soon).toBeUndefined();
    await expect.poll(async () => (await readItem(files.kept.key))?.['gsi1pk'], soon).toBeUndefined();
    expect(await readItem(files.kept.key)).toBeDefined();
  });

  test('removes everything of a project that was deleted', async () => {
    await expect.poll(() => readPartition(projectPartition(deleted.projectId)), soon).toEqual([]);
    expect(await objectsOf(outputs.attachmentsBucket, deleted.projectId)).toEqual([]);
    expect(await objectsOf(outputs.exportsBucket, deleted.projectId)).toEqual([]);
  });
});

describe('time for work that is slow', () => {
  const slowMs = 45_000;

  test('the worker ends an export whose file takes three quarters of a minute to write', async () => {
    const { owner, projectId } = await createCast();
    const slow: FaultRule = {
      target: 's3:PutObject',
      caller: functionNamed('export-worker'),
      fault: { kind: 'delay', ms: slowMs },
      times: 1,
    };
    await withFaults([slow], async () => {
      const { body } = await owner.client.startExport({ path: { projectId }, body: { format: 'csv' } });
      await untilMet([slow]);
      await advanceClock(slowMs);
      expect((await pollExport(owner.client, body.exportId)).status).toBe('succeeded');
    });
  });

  test.each(['export-sweeper', 'storage-sweeper'])(
    'the %s ends a run that waits as long for the table',
    async (name) => {
      const cast = await createCast();
      const [late, gone] = [await stored(cast, { deadlineAt: due(2) }), await fileOf(cast, false)];
      await makeDue(gone.key, uploadsPartition, 16);
      const slow: FaultRule = {
        target: 'dynamodb:Query',
        caller: functionNamed(name),
        fault: { kind: 'delay', ms: slowMs },
        times: 1,
      };
      await withFaults([slow], async () => {
        await nextSweep();
        await untilMet([slow]);
        await advanceClock(slowMs);
        if (name === 'export-sweeper') {
          await expect.poll(async () => (await readItem(exportKey(late.exportId)))?.['status'], soon).toBe('failed');
        } else {
          await expect.poll(() => readItem(gone.key), soon).toBeUndefined();
        }
      });
    },
  );
});

/** An export as `startExport` stores it, that the sweeper has to look at, without a message. */
async function stored({ projectId, owner }: Cast, changes: Partial<ExportItem>): Promise<ExportItem> {
  const exportId = newId(systemClock);
  const item: ExportItem = {
    exportId,
    projectId,
    requestedBy: owner.userId,
    format: 'csv',
    status: 'running',
    createdAt: due(0),
    deadlineAt: due(-60),
    expiresAt: Math.floor(Date.now() / 1000) + 3600,
    gsi1pk: openExportsPartition,
    gsi1sk: `${due(1)}#${exportId}`,
    ...changes,
  };
  await writeItem({ ...exportKey(exportId), ...item });
  return item;
}

/** A file of a task of its own. */
async function fileOf({ owner, projectId }: Cast, comes: boolean) {
  const { body: task } = await owner.client.createTask({ path: { projectId }, body: { title: 'T' } });
  const { taskId } = task;
  const file = { fileName: 'f', contentType: 'text/plain', sizeBytes: 3 };
  const { body } = await owner.client.createAttachment({ path: { taskId }, body: file });
  if (comes) {
    const put = await fetch(body.upload.url, { method: 'PUT', headers: { 'Content-Type': 'text/plain' }, body: 'abc' });
    expect(put.status).toBe(200);
  }
  const { attachmentId } = body;
  return { projectId, taskId, attachmentId, key: attachmentKey(projectId, taskId, attachmentId) };
}

/** What the index lists for later is due by so many minutes. */
async function makeDue(key: Key, partition: string, minutes: number): Promise<void> {
  const item: Item = (await readItem(key)) ?? {};
  expect(item['gsi1pk']).toBe(partition);
  const [, ...rest] = String(item['gsi1sk']).split('#');
  await writeItem({ ...item, gsi1sk: [due(minutes), ...rest].join('#') });
}

async function objectsOf(Bucket: string, projectId: string): Promise<readonly string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: projectObjects(projectId) }));
  return Contents.map(({ Key = '' }) => Key);
}
