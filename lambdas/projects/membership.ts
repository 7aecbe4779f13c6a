import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { required } from '../shared/environment.ts';
import { Problem } from '../shared/problem.ts';
import { documents } from '../shared/table.ts';
import { type MembershipItem, membershipKey } from './project-records.ts';

/**
 * @throws {Problem} NOT_FOUND if the user is no member: a stranger learns not even that the project
 *   exists.
 */
export async function requireMembership(userId: string, projectId: string): Promise<MembershipItem> {
  const { Item } = await documents.send(
    new GetCommand({
      TableName: required('TABLE_NAME'),
      Key: membershipKey(userId, projectId),
      ConsistentRead: true,
    }),
  );
  if (!Item) throw new Problem('NOT_FOUND');
  return Item as unknown as MembershipItem;
}
