import { taskApi } from '../../contracts/task-api.ts';
import { restHandler } from '../shared/rest-handler.ts';
import { listProjectsOf } from './project-listing.ts';
import { membershipPartition } from './project-records.ts';

export const handler = restHandler(taskApi, 'listProjects', async ({ caller, query }) => {
  const { items, nextCursor } = await listProjectsOf(membershipPartition(caller.userId), query);
  return { status: 200, body: { items: [...items], ...(nextCursor === undefined ? {} : { nextCursor }) } };
});
