import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { taskApi } from '../../contracts/task-api.ts';
import { tombstoneOf } from '../deletions/tombstones.ts';
import { systemClock } from '../shared/clock.ts';
import { required } from '../shared/environment.ts';
import { attachmentObject } from '../shared/object-keys.ts';
import { Problem } from '../shared/problem.ts';
import { restHandler } from '../shared/rest-handler.ts';
import { ConditionFailedError, writeTogether } from '../shared/write-together.ts';
import { requireTask } from '../tasks/task-access.ts';
import { attachmentKey } from './attachment-records.ts';

const s3 = new S3Client({});

/**
 * The file goes at once, and again with the tombstone: until its upload ends it could come back.
 */
export const handler = restHandler(taskApi, 'deleteAttachment', async ({ caller, path }) => {
  const { taskId, attachmentId } = path;
  const { task, others } = await requireTask(caller.userId, taskId, (projectId) => [
    attachmentKey(projectId, taskId, attachmentId),
  ]);
  if (!others[0]) throw new Problem('NOT_FOUND');
  await bury(task.projectId, taskId, attachmentId);
  const Key = attachmentObject(task.projectId, taskId, attachmentId);
  await s3.send(new DeleteObjectCommand({ Bucket: required('ATTACHMENTS_BUCKET'), Key }));
  return { status: 204 };
});

/** @throws {Problem} NOT_FOUND if it was deleted meanwhile. */
async function bury(projectId: string, taskId: string, attachmentId: string): Promise<void> {
  const table = required('TABLE_NAME');
  const tombstone = tombstoneOf({ what: 'attachment', projectId, taskId, attachmentId }, systemClock.now());
  try {
    await writeTogether([
      {
        Delete: {
          TableName: table,
          Key: { ...attachmentKey(projectId, taskId, attachmentId) },
          ConditionExpression: 'attribute_exists(pk)',
        },
      },
      { Put: { TableName: table, Item: tombstone } },
    ]);
  } catch (error) {
    throw error instanceof ConditionFailedError ? new Problem('NOT_FOUND', { cause: error }) : error;
  }
}
