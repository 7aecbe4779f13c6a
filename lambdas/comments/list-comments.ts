import { taskApi } from '../../contracts/task-api.ts';
import { projectPartition } from '../projects/project-records.ts';
import { pageOf, queryPage } from '../shared/query-page.ts';
import { restHandler } from '../shared/rest-handler.ts';
import { requireTask } from '../tasks/task-access.ts';
import { commentOf, commentPrefix } from './comment-records.ts';

export const handler = restHandler(taskApi, 'listComments', async ({ caller, path, query }) => {
  const { task } = await requireTask(caller.userId, path.taskId);
  const listing = { partition: projectPartition(task.projectId), sortKeyPrefix: commentPrefix(task.taskId) };
  return { status: 200, body: pageOf(await queryPage(listing, query), commentOf) };
});
