import { taskApi } from '../../contracts/task-api.ts';
import { requireMember } from '../projects/project-access.ts';
import { memberItemOf, memberOf, memberPrefix, projectPartition } from '../projects/project-records.ts';
import { pageOf, queryPage } from '../shared/query-page.ts';
import { restHandler } from '../shared/rest-handler.ts';

export const handler = restHandler(taskApi, 'listMembers', async ({ caller, path, query }) => {
  await requireMember(caller.userId, path.projectId);
  const listing = { partition: projectPartition(path.projectId), sortKeyPrefix: memberPrefix };
  return { status: 200, body: pageOf(await queryPage(listing, query), (item) => memberOf(memberItemOf(item))) };
});
