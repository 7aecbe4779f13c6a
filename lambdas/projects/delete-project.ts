import { taskApi } from '../../contracts/task-api.ts';
import { tombstoneOf } from '../deletions/tombstones.ts';
import { systemClock } from '../shared/clock.ts';
import { requireVersion, staleVersion } from '../shared/entity-tag.ts';
import { required } from '../shared/environment.ts';
import { restHandler } from '../shared/rest-handler.ts';
import { ConditionFailedError, writeTogether } from '../shared/write-together.ts';
import { requireOwner } from './project-access.ts';
import { type ProjectItem, projectKey } from './project-records.ts';

export const handler = restHandler(taskApi, 'deleteProject', async ({ caller, path, ifMatch }) => {
  const { project } = await requireOwner(caller.userId, path.projectId);
  requireVersion(ifMatch, project.version);
  await bury(project);
  return { status: 204 };
});

/** @throws {Problem} PRECONDITION_FAILED if another change was faster. */
async function bury({ projectId, version }: ProjectItem): Promise<void> {
  const table = required('TABLE_NAME');
  const now = systemClock.now();
  try {
    await writeTogether([
      {
        Update: {
          TableName: table,
          Key: projectKey(projectId),
          UpdateExpression: 'SET deletedAt = :now',
          ConditionExpression: 'version = :seen AND attribute_not_exists(deletedAt)',
          ExpressionAttributeValues: { ':now': now.toISOString(), ':seen': version },
        },
      },
      { Put: { TableName: table, Item: tombstoneOf({ what: 'project', projectId }, now) } },
    ]);
  } catch (error) {
    throw error instanceof ConditionFailedError ? staleVersion() : error;
  }
}
