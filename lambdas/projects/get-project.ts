import { taskApi } from '../../contracts/task-api.ts';
import { entityTag } from '../shared/entity-tag.ts';
import { restHandler } from '../shared/rest-handler.ts';
import { requireMember } from './project-access.ts';
import { projectOf } from './project-records.ts';

export const handler = restHandler(taskApi, 'getProject', async ({ caller, path }) => {
  const { project } = await requireMember(caller.userId, path.projectId);
  return { status: 200, body: projectOf(project), headers: { ETag: entityTag(project.version) } };
});
