import { taskApi } from '../../contracts/task-api.ts';
import { memberKey } from '../projects/project-records.ts';
import { systemClock } from '../shared/clock.ts';
import { entityTag, requireVersion, staleVersion } from '../shared/entity-tag.ts';
import { required } from '../shared/environment.ts';
import { restHandler } from '../shared/rest-handler.ts';
import { ConditionFailedError, type TransactItem, writeTogether } from '../shared/write-together.ts';
import { requireAssignee } from './new-task.ts';
import { requireTask } from './task-access.ts';
import { listEntries, type TaskItem, taskKey, taskOf } from './task-records.ts';

export const handler = restHandler(taskApi, 'updateTask', async ({ caller, path, body, ifMatch }) => {
  const { assigneeId } = body;
  const { task, others } = await requireTask(caller.userId, path.taskId, (projectId) =>
    assigneeId === undefined ? [] : [memberKey(projectId, assigneeId)],
  );
  requireVersion(ifMatch, task.version);
  // Who has left the project may keep the tasks that they had.
  if (assigneeId !== task.assigneeId) requireAssignee(assigneeId, others[0]);
  const { taskId, projectId, createdBy, createdAt } = task;
  const updatedAt = systemClock.now().toISOString();
  const changed = { taskId, projectId, createdBy, createdAt, ...body, updatedAt, version: task.version + 1 };
  await replace(task, changed);
  return { status: 200, body: taskOf(changed), headers: { ETag: entityTag(changed.version) } };
});

/** @throws {Problem} PRECONDITION_FAILED if another change was faster. */
async function replace(before: TaskItem, after: TaskItem): Promise<void> {
  const table = required('TABLE_NAME');
  try {
    await writeTogether([putOf(table, before, after), ...entryWrites(table, before, after)]);
  } catch (error) {
    throw error instanceof ConditionFailedError ? staleVersion() : error;
  }
}

const putOf = (table: string, before: TaskItem, after: TaskItem): TransactItem => ({
  Put: {
    TableName: table,
    Item: { ...taskKey(after.projectId, after.taskId), ...after },
    ConditionExpression: 'version = :seen',
    ExpressionAttributeValues: { ':seen': before.version },
  },
});

/** Only the lists that the change moves the task out of or into. */
function entryWrites(table: string, before: TaskItem, after: TaskItem): TransactItem[] {
  const old = new Map(listEntries(before).map((entry) => [entry.sk, entry]));
  const current = new Map(listEntries(after).map((entry) => [entry.sk, entry]));
  return [
    ...[...old.values()]
      .filter(({ sk }) => !current.has(sk))
      .map((key) => ({ Delete: { TableName: table, Key: { ...key } } })),
    ...[...current.values()]
      .filter(({ sk }) => !old.has(sk))
      .map((key) => ({ Put: { TableName: table, Item: { ...key } } })),
  ];
}
