import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { taskApi } from '../../contracts/task-api.ts';
import { systemClock } from '../shared/clock.ts';
import { required } from '../shared/environment.ts';
import { idempotencyRecords } from '../shared/idempotency.ts';
import { newId } from '../shared/identifiers.ts';
import { restHandler } from '../shared/rest-handler.ts';
import { documents } from '../shared/table.ts';
import { requireTask } from '../tasks/task-access.ts';
import { commentKey } from './comment-records.ts';

export const handler = restHandler(
  taskApi,
  'createComment',
  async ({ caller, path, body, basePath }) => {
    const { task } = await requireTask(caller.userId, path.taskId);
    const { taskId, projectId } = task;
    const commentId = newId(systemClock);
    const createdAt = systemClock.now().toISOString();
    const comment = { commentId, taskId, authorId: caller.userId, text: body.text, createdAt };
    await documents.send(
      new PutCommand({
        TableName: required('TABLE_NAME'),
        Item: { ...commentKey(projectId, taskId, commentId), ...comment },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
    const headers = { Location: `${basePath}/tasks/${taskId}/comments/${commentId}` };
    return { status: 201, body: comment, headers };
  },
  idempotencyRecords,
);
