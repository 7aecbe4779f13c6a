import type { Shape } from '../../contracts/operation-types.ts';
import { taskApi } from '../../contracts/task-api.ts';
import { entityTag, requireVersion, staleVersion } from '../shared/entity-tag.ts';
import { required } from '../shared/environment.ts';
import { restHandler } from '../shared/rest-handler.ts';
import { ConditionFailedError, type TransactItem, writeTogether } from '../shared/write-together.ts';
import { requireMember } from './project-access.ts';
import { newShareWrite, type ProjectItem, projectKey, shareKey } from './project-records.ts';

export const handler = restHandler(taskApi, 'updateProject', async ({ caller, path, body, ifMatch }) => {
  const { project } = await requireMember(caller.userId, path.projectId);
  requireVersion(ifMatch, project.version);
  const { projectId, createdAt } = project;
  const changed = { projectId, createdAt, ...body, partnerIds: [...new Set(body.partnerIds)] };
  await replace(project, changed);
  return { status: 200, body: changed, headers: { ETag: entityTag(project.version + 1) } };
});

/** @throws {Problem} PRECONDITION_FAILED if another change was faster. */
async function replace(before: ProjectItem, after: Shape<'Project'>): Promise<void> {
  const table = required('TABLE_NAME');
  const { projectId } = before;
  const added = after.partnerIds.filter((id) => !before.partnerIds.includes(id));
  const removed = before.partnerIds.filter((id) => !after.partnerIds.includes(id));
  try {
    await writeTogether([
      updateOf(table, before, after),
      ...added.map((id) => newShareWrite(table, id, projectId)),
      ...removed.map((id) => ({ Delete: { TableName: table, Key: shareKey(id, projectId) } })),
    ]);
  } catch (error) {
    throw error instanceof ConditionFailedError ? staleVersion() : error;
  }
}

/** Not a put: members come and go meanwhile, and their counts are the item's too. */
function updateOf(table: string, before: ProjectItem, after: Shape<'Project'>): TransactItem {
  const { description } = after;
  const set = 'SET #name = :name, partnerIds = :partners, version = :next';
  return {
    Update: {
      TableName: table,
      Key: projectKey(before.projectId),
      UpdateExpression: description === undefined ? `${set} REMOVE description` : `${set}, description = :description`,
      ConditionExpression: 'version = :seen AND attribute_not_exists(deletedAt)',
      ExpressionAttributeNames: { '#name': 'name' },
      ExpressionAttributeValues: {
        ':name': after.name,
        ':partners': after.partnerIds,
        ':seen': before.version,
        ':next': before.version + 1,
        ...(description === undefined ? {} : { ':description': description }),
      },
    },
  };
}
