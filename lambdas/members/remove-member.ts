import { taskApi } from '../../contracts/task-api.ts';
import { requireOwner } from '../projects/project-access.ts';
import { type MemberItem, memberItemOf, memberKey, projectKey, userReferenceKey } from '../projects/project-records.ts';
import { required } from '../shared/environment.ts';
import { Problem } from '../shared/problem.ts';
import { restHandler } from '../shared/rest-handler.ts';
import { ConditionFailedError, type TransactItem, writeTogether } from '../shared/write-together.ts';

export const handler = restHandler(taskApi, 'removeMember', async ({ caller, path }) => {
  const { others } = await requireOwner(caller.userId, path.projectId, [memberKey(path.projectId, path.userId)]);
  const [member] = others;
  if (!member) throw new Problem('NOT_FOUND');
  await remove(memberItemOf(member));
  return { status: 204 };
});

/** @throws {Problem} LAST_OWNER, or NOT_FOUND if the member was removed meanwhile. */
async function remove(member: MemberItem): Promise<void> {
  const table = required('TABLE_NAME');
  const { projectId, userId, role } = member;
  try {
    await writeTogether([
      {
        Delete: {
          TableName: table,
          Key: memberKey(projectId, userId),
          ConditionExpression: '#role = :role',
          ExpressionAttributeNames: { '#role': 'role' },
          ExpressionAttributeValues: { ':role': role },
        },
      },
      { Delete: { TableName: table, Key: userReferenceKey(userId, projectId) } },
      counting(table, member),
    ]);
  } catch (error) {
    if (!(error instanceof ConditionFailedError)) throw error;
    if (error.places.includes(0)) throw new Problem('NOT_FOUND', { cause: error });
    throw new Problem('LAST_OWNER', { detail: 'Make another member an owner first', cause: error });
  }
}

/** The count, not a query, tells the last owner: two owners who remove each other meet on this item. */
function counting(table: string, { projectId, role }: MemberItem): TransactItem {
  const isOwner = role === 'owner';
  return {
    Update: {
      TableName: table,
      Key: projectKey(projectId),
      UpdateExpression: 'SET memberCount = memberCount - :one, ownerCount = ownerCount - :owners',
      ConditionExpression: isOwner ? 'ownerCount > :one' : 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':one': 1, ':owners': isOwner ? 1 : 0 },
    },
  };
}
