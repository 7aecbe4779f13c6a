import { taskApi } from '../../contracts/task-api.ts';
import { tombstoneOf } from '../deletions/tombstones.ts';
import { systemClock } from '../shared/clock.ts';
import { requireVersion, staleVersion } from '../shared/entity-tag.ts';
import { required } from '../shared/environment.ts';
import type { Key } from '../shared/item.ts';
import { restHandler } from '../shared/rest-handler.ts';
import { ConditionFailedError, type TransactItem, writeTogether } from '../shared/write-together.ts';
import { requireTask } from './task-access.ts';
import { listEntries, type TaskItem, taskKey, taskPointerKey } from './task-records.ts';

export const handler = restHandler(taskApi, 'deleteTask', async ({ caller, path, ifMatch }) => {
  const { task } = await requireTask(caller.userId, path.taskId);
  requireVersion(ifMatch, task.version);
  await bury(task);
  return { status: 204 };
});

/** @throws {Problem} PRECONDITION_FAILED if another change was faster. */
async function bury(task: TaskItem): Promise<void> {
  const table = required('TABLE_NAME');
  const { projectId, taskId, version } = task;
  const remove = (key: Key): TransactItem => ({ Delete: { TableName: table, Key: { ...key } } });
  const tombstone = tombstoneOf({ what: 'task', projectId, taskId }, systemClock.now());
  try {
    await writeTogether([
      {
        Delete: {
          TableName: table,
          Key: taskKey(projectId, taskId),
          ConditionExpression: 'version = :seen',
          ExpressionAttributeValues: { ':seen': version },
        },
      },
      remove(taskPointerKey(taskId)),
      ...listEntries(task).map(remove),
      { Put: { TableName: table, Item: tombstone } },
    ]);
  } catch (error) {
    throw error instanceof ConditionFailedError ? staleVersion() : error;
  }
}
