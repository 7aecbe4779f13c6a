import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, test } from 'vitest';
import { pollExport } from '../../contracts/polling.ts';
import { attachmentKey } from '../attachments/attachment-records.ts';
import { sweepUploads } from '../attachments/sweep-uploads.ts';
import { sweepDeletions } from '../deletions/sweep-deletions.ts';
import { projectPartition, userReferenceKey } from '../projects/project-records.ts';
import { projectObjects } from '../shared/object-keys.ts';
import { taskPointerKey } from '../tasks/task-records.ts';
import { readItem, readPartition, useFunctionEnvironment } from './in-process.ts';
import { type Cast, createCast, createPartner } from './people.ts';
import { outputs } from './requests.ts';

beforeAll(() => useFunctionEnvironment());

const s3 = new S3Client({});
const inMinutes = (minutes: number) => {
  const now = new Date(Date.now() + minutes * 60_000);
  return { now: () => now };
};
const enough = { isLeft: () => true };
const sweep = (minutes: number, budget = enough) => sweepDeletions(inMinutes(minutes), budget);

async function objectsOf(projectId: string): Promise<number> {
  const listings = [outputs.attachmentsBucket, outputs.exportsBucket].map((Bucket) =>
    s3.send(new ListObjectsV2Command({ Bucket, Prefix: projectObjects(projectId) })),
  );
  return (await Promise.all(listings)).reduce((count, { Contents = [] }) => count + Contents.length, 0);
}

async function taskWithFile({ owner, projectId }: Cast) {
  const { body: task } = await owner.client.createTask({
    path: { projectId },
    body: { title: 'T', assigneeId: owner.userId, dueDate: '2027-01-01' },
  });
  const path = { taskId: task.taskId };
  await owner.client.createComment({ path, body: { text: 'x' } });
  const file = { fileName: 'f', contentType: 'text/plain', sizeBytes: 3 };
  const { body } = await owner.client.createAttachment({ path, body: file });
  const put = () => fetch(body.upload.url, { method: 'PUT', headers: { 'Content-Type': 'text/plain' }, body: 'abc' });
  expect((await put()).status).toBe(200);
  return { path, attachmentId: body.attachmentId, put };
}

describe('what was deleted is removed', () => {
  test('of an attachment, also if its upload brought it back', async () => {
    const cast = await createCast();
    const { path, attachmentId, put } = await taskWithFile(cast);
    await cast.owner.client.deleteAttachment({ path: { ...path, attachmentId } });
    await put();
    await sweep(1);
    expect(await objectsOf(cast.projectId)).toBe(1);
    await sweep(16);
    expect(await objectsOf(cast.projectId)).toBe(0);
    const sortKeys = (await readPartition(projectPartition(cast.projectId))).map(({ sk }) => String(sk));
    expect(sortKeys.filter((sortKey) => /ATTACHMENT|DELETED/.test(sortKey))).toEqual([]);
  });

  test('of a task, and nothing of its neighbours', async () => {
    const cast = await createCast();
    const gone = await taskWithFile(cast);
    const kept = await taskWithFile(cast);
    await cast.owner.client.deleteTask({ path: gone.path });
    await sweep(16);
    const items = await readPartition(projectPartition(cast.projectId));
    expect(JSON.stringify(items)).not.toContain(gone.path.taskId);
    expect(await objectsOf(cast.projectId)).toBe(1);
    expect((await cast.owner.client.listAttachments({ path: kept.path })).body.items).toHaveLength(1);
    expect((await cast.owner.client.listComments({ path: kept.path })).body.items).toHaveLength(1);
  });

  test('of a project, however often the sweeper is broken off', async () => {
    const [cast, partner] = await Promise.all([createCast(), createPartner()]);
    const { owner, member, projectId } = cast;
    const path = { projectId };
    await owner.client.updateProject({ path, body: { name: 'n', partnerIds: [partner.partnerId] }, ifMatch: '*' });
    const tasks = [await taskWithFile(cast), await taskWithFile(cast)];
    const { body } = await owner.client.startExport({ path, body: { format: 'csv' } });
    await pollExport(owner.client, body.exportId);
    expect(await objectsOf(projectId)).toBe(3);

    await owner.client.deleteProject({ path });
    expect((await readPartition(projectPartition(projectId))).length).toBeGreaterThan(10);
    for (let steps = 0; (await readPartition(projectPartition(projectId))).length > 0; steps += 1) {
      expect(steps).toBeLessThan(20);
      let left = steps;
      await sweep(16, { isLeft: () => left-- > 0 });
    }
    expect(await objectsOf(projectId)).toBe(0);
    for (const { userId } of [owner, member])
      expect(await readItem(userReferenceKey(userId, projectId))).toBeUndefined();
    for (const { path: of } of tasks) expect(await readItem(taskPointerKey(of.taskId))).toBeUndefined();
    expect(await readPartition(`PARTNER#${partner.partnerId}`)).toEqual([]);
  });
});

test('announced files that never came are forgotten, and the others kept', async () => {
  const cast = await createCast();
  const { path, attachmentId } = await taskWithFile(cast);
  const file = { fileName: 'f', contentType: 'text/plain', sizeBytes: 3 };
  const { body: never } = await cast.owner.client.createAttachment({ path, body: file });
  const read = (id: string) => readItem(attachmentKey(cast.projectId, path.taskId, id));
  await sweepUploads(inMinutes(20), enough);
  expect(await read(never.attachmentId)).toBeDefined();
  await sweepUploads(inMinutes(26), enough);
  expect(await read(never.attachmentId)).toBeUndefined();
  expect(await read(attachmentId)).not.toHaveProperty('gsi1pk');
  expect((await cast.owner.client.listAttachments({ path })).body.items).toHaveLength(1);
});
