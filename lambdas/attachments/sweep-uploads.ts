import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Budget } from '../deletions/budget.ts';
import type { Clock } from '../shared/clock.ts';
import { required } from '../shared/environment.ts';
import { logger } from '../shared/logger.ts';
import { attachmentObject } from '../shared/object-keys.ts';
import { queryDue } from '../shared/query-due.ts';
import { documents } from '../shared/table.ts';
import { isConditionFailed } from '../shared/write-together.ts';
import { type AttachmentItem, attachmentItemOf, attachmentKey, uploadsPartition } from './attachment-records.ts';

const s3 = new S3Client({});

/** Most uploads that one run looks at; the next run goes on. */
const mostUploads = 100;
/** Seconds that an upload may still run which began before its end. */
const graceSeconds = 15 * 60;

/**
 * Looks at announced files whose upload has ended: what came stays, what never came is forgotten, so
 * that it takes up no room among a task's files.
 */
export async function sweepUploads(clock: Clock, budget: Budget): Promise<{ arrived: number; forgotten: number }> {
  const endedBefore = new Date(clock.now().getTime() - graceSeconds * 1000);
  const due = await queryDue(uploadsPartition, endedBefore, mostUploads);
  let arrived = 0;
  let forgotten = 0;
  for (const item of due.map(attachmentItemOf)) {
    if (!budget.isLeft()) break;
    if (await isThere(item)) arrived += await keep(item);
    else forgotten += await forget(item);
  }
  if (due.length > 0) logger.info('swept uploads', { arrived, forgotten });
  return { arrived, forgotten };
}

async function isThere({ projectId, taskId, attachmentId }: AttachmentItem): Promise<boolean> {
  const Key = attachmentObject(projectId, taskId, attachmentId);
  try {
    await s3.send(new HeadObjectCommand({ Bucket: required('ATTACHMENTS_BUCKET'), Key }));
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFound') return false;
    throw error;
  }
}

const keyOf = ({ projectId, taskId, attachmentId }: AttachmentItem) => ({
  TableName: required('TABLE_NAME'),
  Key: { ...attachmentKey(projectId, taskId, attachmentId) },
  // It may have been deleted since the index listed it.
  ConditionExpression: 'attribute_exists(pk)',
});

const keep = (item: AttachmentItem) =>
  countIfThere(documents.send(new UpdateCommand({ ...keyOf(item), UpdateExpression: 'REMOVE gsi1pk, gsi1sk' })));

const forget = (item: AttachmentItem) => countIfThere(documents.send(new DeleteCommand(keyOf(item))));

async function countIfThere(write: Promise<unknown>): Promise<number> {
  try {
    await write;
    return 1;
  } catch (error) {
    if (isConditionFailed(error)) return 0;
    throw error;
  }
}
