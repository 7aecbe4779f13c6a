import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { pollExport } from '../../contracts/polling.ts';
import { deletionsPartition } from '../deletions/tombstones.ts';
import { projectPartition, userReferenceKey } from '../projects/project-records.ts';
import { projectObjects } from '../shared/object-keys.ts';
import { queryDue } from '../shared/query-due.ts';
import { taskPointerKey } from '../tasks/task-records.ts';
import { advanceClock, type FaultRule, withFaults } from './control.ts';
import { readItem, readPartition, useFunctionEnvironment } from './in-process.ts';
import { createCast, type Person } from './people.ts';
import { environment, outputs, problem } from './requests.ts';

/** The deletion of a project as its schedule goes on with it, whose function is killed in the middle. */

const sweeper = `gatehouse-${environment}-storage-sweeper`;
const minuteMs = 60_000;
const soon = { timeout: 15_000 };
const s3 = new S3Client({});

async function objectsOf(projectId: string): Promise<number> {
  const listings = [outputs.attachmentsBucket, outputs.exportsBucket].map((Bucket) =>
    s3.send(new ListObjectsV2Command({ Bucket, Prefix: projectObjects(projectId) })),
  );
  return (await Promise.all(listings)).reduce((count, { Contents = [] }) => count + Contents.length, 0);
}

async function taskWithFile(owner: Person, projectId: string): Promise<string> {
  const { body: task } = await owner.client.createTask({ path: { projectId }, body: { title: 'T' } });
  const path = { taskId: task.taskId };
  await owner.client.createComment({ path, body: { text: 'x' } });
  const file = { fileName: 'f', contentType: 'text/plain', sizeBytes: 3 };
  const { upload } = (await owner.client.createAttachment({ path, body: file })).body;
  await fetch(upload.url, { method: 'PUT', headers: { 'Content-Type': 'text/plain' }, body: 'abc' });
  return task.taskId;
}

const deletions = () => queryDue(deletionsPartition, new Date(Date.now() + 24 * 60 * minuteMs), 100);

test('is gone for callers at once, and goes on where its function was killed until nothing is left', {
  timeout: 90_000,
}, async () => {
  useFunctionEnvironment();
  // What other suites have deleted would be swept first.
  await advanceClock(20 * minuteMs);
  await expect.poll(deletions, soon).toEqual([]);
  const { owner, member, projectId } = await createCast();
  const path = { projectId };
  const taskIds = [await taskWithFile(owner, projectId), await taskWithFile(owner, projectId)];
  const { body: started } = await owner.client.startExport({ path, body: { format: 'csv' } });
  await pollExport(owner.client, started.exportId);
  expect(await objectsOf(projectId)).toBe(3);
  await owner.client.deleteProject({ path });
  const isUnreachable = async () => {
    expect(await owner.send('getProject', { path })).toMatchObject(problem('NOT_FOUND'));
    expect(await member.send('listTasks', { path })).toMatchObject(problem('NOT_FOUND'));
    for (const taskId of taskIds)
      expect(await owner.send('getTask', { path: { taskId } })).toMatchObject(problem('NOT_FOUND'));
    expect(await owner.send('getExport', { path: { exportId: started.exportId } })).toMatchObject(problem('NOT_FOUND'));
  };
  await isUnreachable();

  // Files are gone, items are not: the table lets it wait until it is killed.
  const killed: readonly FaultRule[] = [
    { target: `lambda:${sweeper}`, fault: { kind: 'crash', afterMs: 10_000 } },
    { target: 'dynamodb:BatchWriteItem', caller: sweeper, fault: { kind: 'delay', ms: 60 * minuteMs } },
  ];
  await withFaults(killed, async () => {
    await advanceClock(16 * minuteMs);
    await expect.poll(() => objectsOf(projectId), soon).toBe(0);
    await advanceClock(10_000);
    expect((await readPartition(projectPartition(projectId))).length).toBeGreaterThan(10);
    await isUnreachable();
  });

  await advanceClock(2 * minuteMs);
  await expect.poll(() => readPartition(projectPartition(projectId)), soon).toEqual([]);
  expect(await objectsOf(projectId)).toBe(0);
  for (const { userId } of [owner, member]) expect(await readItem(userReferenceKey(userId, projectId))).toBeUndefined();
  for (const taskId of taskIds) expect(await readItem(taskPointerKey(taskId))).toBeUndefined();
});
