import { taskApi } from '../../contracts/task-api.ts';
import { entityTag } from '../shared/entity-tag.ts';
import { restHandler } from '../shared/rest-handler.ts';
import { requireTask } from './task-access.ts';
import { taskOf } from './task-records.ts';

export const handler = restHandler(taskApi, 'getTask', async ({ caller, path }) => {
  const { task } = await requireTask(caller.userId, path.taskId);
  return { status: 200, body: taskOf(task), headers: { ETag: entityTag(task.version) } };
});
