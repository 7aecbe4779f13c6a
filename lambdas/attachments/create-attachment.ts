import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { taskApi } from '../../contracts/task-api.ts';
import { projectPartition } from '../projects/project-records.ts';
import { systemClock } from '../shared/clock.ts';
import { required } from '../shared/environment.ts';
import { idempotencyRecords } from '../shared/idempotency.ts';
import { newId } from '../shared/identifiers.ts';
import { Problem } from '../shared/problem.ts';
import { restHandler } from '../shared/rest-handler.ts';
import { documents } from '../shared/table.ts';
import { requireTask } from '../tasks/task-access.ts';
import type { TaskItem } from '../tasks/task-records.ts';
import { signUpload } from './attachment-files.ts';
import {
  type AttachmentItem,
  attachmentKey,
  attachmentPrefix,
  mostAttachments,
  uploadsPartition,
} from './attachment-records.ts';

export const handler = restHandler(
  taskApi,
  'createAttachment',
  async ({ caller, path, body, basePath }) => {
    const { task } = await requireTask(caller.userId, path.taskId);
    await requireRoom(task);
    const { projectId, taskId } = task;
    const now = systemClock.now();
    const attachmentId = newId(systemClock);
    const uploadedBy = caller.userId;
    const item = { attachmentId, projectId, taskId, ...body, uploadedBy, createdAt: now.toISOString() };
    const upload = await signUpload(item, now);
    await store(item, upload.expiresAt);
    const headers = { Location: `${basePath}/tasks/${taskId}/attachments/${attachmentId}` };
    return { status: 201, body: { attachmentId, upload }, headers };
  },
  idempotencyRecords,
);

/**
 * Announcements at the same moment may pass the limit by a few, which harms nobody.
 *
 * @throws {Problem} LIMIT_REACHED
 */
async function requireRoom({ projectId, taskId }: TaskItem): Promise<void> {
  const { Count = 0 } = await documents.send(
    new QueryCommand({
      TableName: required('TABLE_NAME'),
      KeyConditionExpression: 'pk = :partition AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':partition': projectPartition(projectId), ':prefix': attachmentPrefix(taskId) },
      Select: 'COUNT',
      Limit: mostAttachments,
      ConsistentRead: true,
    }),
  );
  if (Count < mostAttachments) return;
  throw new Problem('LIMIT_REACHED', { detail: `Expected: at most ${mostAttachments} files of a task` });
}

async function store(item: AttachmentItem, uploadEndsAt: string): Promise<void> {
  const { projectId, taskId, attachmentId } = item;
  await documents.send(
    new PutCommand({
      TableName: required('TABLE_NAME'),
      Item: {
        ...attachmentKey(projectId, taskId, attachmentId),
        ...item,
        gsi1pk: uploadsPartition,
        gsi1sk: `${uploadEndsAt}#${attachmentId}`,
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    }),
  );
}
