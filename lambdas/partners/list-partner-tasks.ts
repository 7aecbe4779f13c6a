import { taskApi } from '../../contracts/task-api.ts';
import { requireShare } from '../projects/project-access.ts';
import { pageOf } from '../shared/query-page.ts';
import { restHandler } from '../shared/rest-handler.ts';
import { listTasksOf } from '../tasks/task-listing.ts';
import { partnerTaskOf } from '../tasks/task-records.ts';

export const handler = restHandler(taskApi, 'listPartnerTasks', async ({ caller, path, query }) => {
  await requireShare(caller.partnerId, path.projectId);
  return { status: 200, body: pageOf(await listTasksOf(path.projectId, {}, query), partnerTaskOf) };
});
