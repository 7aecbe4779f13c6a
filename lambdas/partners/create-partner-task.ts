import { taskApi } from '../../contracts/task-api.ts';
import { requireShare } from '../projects/project-access.ts';
import { idempotencyRecords } from '../shared/idempotency.ts';
import { restHandler } from '../shared/rest-handler.ts';
import { storeNewTask } from '../tasks/new-task.ts';
import { partnerTaskOf } from '../tasks/task-records.ts';

/** No Location: partners have no route to a single task. */
export const handler = restHandler(
  taskApi,
  'createPartnerTask',
  async ({ caller, path, body }) => {
    const { partnerId } = caller;
    const { projectId } = path;
    await requireShare(partnerId, projectId);
    const task = await storeNewTask({ status: 'todo', ...body, projectId, createdBy: { partnerId } });
    return { status: 201, body: partnerTaskOf(task) };
  },
  idempotencyRecords,
);
