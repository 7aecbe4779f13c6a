import { taskApi } from '../../contracts/task-api.ts';
import { listProjectsOf } from '../projects/project-listing.ts';
import { sharePartition } from '../projects/project-records.ts';
import { restHandler } from '../shared/rest-handler.ts';

export const handler = restHandler(taskApi, 'listPartnerProjects', async ({ caller, query }) => {
  const { items, nextCursor } = await listProjectsOf(sharePartition(caller.partnerId), query);
  return {
    status: 200,
    body: {
      items: items.map(({ projectId, name, createdAt }) => ({ projectId, name, createdAt })),
      ...(nextCursor === undefined ? {} : { nextCursor }),
    },
  };
});
