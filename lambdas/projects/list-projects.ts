import { taskApi } from '../../contracts/task-api.ts';
import { pageOf } from '../shared/query-page.ts';
import { restHandler } from '../shared/rest-handler.ts';
import { projectOf, userPartition } from './project-records.ts';
import { listReferencedProjects } from './referenced-projects.ts';

export const handler = restHandler(taskApi, 'listProjects', async ({ caller, query }) => ({
  status: 200,
  body: pageOf(await listReferencedProjects(userPartition(caller.userId), query), projectOf),
}));
