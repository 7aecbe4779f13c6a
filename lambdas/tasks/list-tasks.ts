import { taskApi } from '../../contracts/task-api.ts';
import { requireMember } from '../projects/project-access.ts';
import { pageOf } from '../shared/query-page.ts';
import { restHandler } from '../shared/rest-handler.ts';
import { listTasksOf } from './task-listing.ts';
import { taskOf } from './task-records.ts';

export const handler = restHandler(taskApi, 'listTasks', async ({ caller, path, query }) => {
  await requireMember(caller.userId, path.projectId);
  return { status: 200, body: pageOf(await listTasksOf(path.projectId, query, query), taskOf) };
});
