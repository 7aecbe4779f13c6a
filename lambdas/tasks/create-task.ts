import { taskApi } from '../../contracts/task-api.ts';
import { requireMember } from '../projects/project-access.ts';
import { memberKey } from '../projects/project-records.ts';
import { entityTag } from '../shared/entity-tag.ts';
import { idempotencyRecords } from '../shared/idempotency.ts';
import { restHandler } from '../shared/rest-handler.ts';
import { requireAssignee, storeNewTask } from './new-task.ts';
import { taskOf } from './task-records.ts';

export const handler = restHandler(
  taskApi,
  'createTask',
  async ({ caller, path, body, basePath }) => {
    const { projectId } = path;
    const { assigneeId } = body;
    const assignee = assigneeId === undefined ? [] : [memberKey(projectId, assigneeId)];
    const { others } = await requireMember(caller.userId, projectId, assignee);
    requireAssignee(assigneeId, others[0]);
    const task = await storeNewTask({
      ...body,
      status: body.status ?? 'todo',
      projectId,
      createdBy: { userId: caller.userId },
    });
    const headers = { Location: `${basePath}/tasks/${task.taskId}`, ETag: entityTag(task.version) };
    return { status: 201, body: taskOf(task), headers };
  },
  idempotencyRecords,
);
