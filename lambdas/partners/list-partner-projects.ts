import { taskApi } from '../../contracts/task-api.ts';
import { partnerPartition } from '../projects/project-records.ts';
import { listReferencedProjects } from '../projects/referenced-projects.ts';
import { pageOf } from '../shared/query-page.ts';
import { restHandler } from '../shared/rest-handler.ts';

export const handler = restHandler(taskApi, 'listPartnerProjects', async ({ caller, query }) => {
  const page = await listReferencedProjects(partnerPartition(caller.partnerId), query);
  return {
    status: 200,
    body: pageOf(page, ({ projectId, name, createdAt }) => ({ projectId, name, createdAt })),
  };
});
