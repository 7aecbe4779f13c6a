import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import {
  memberPrefix,
  projectItemOf,
  projectKey,
  projectPartition,
  shareKey,
  userReferenceKey,
} from '../projects/project-records.ts';
import { required } from '../shared/environment.ts';
import type { Item, Key } from '../shared/item.ts';
import { documents } from '../shared/table.ts';
import { taskPointerKey, taskPrefix } from '../tasks/task-records.ts';
import { deleteItems } from './batch-delete.ts';
import type { Budget } from './budget.ts';

/** Items read and deleted in one go. */
const pageSize = 100;

/**
 * Deletes the items of a project, and what refers to them from elsewhere.
 *
 * @param sortKeyPrefix what the sort keys begin with. @default all of the project
 * @param spared an item that stays.
 * @returns false if the time was up first.
 */
export async function deletePartition(
  projectId: string,
  sortKeyPrefix: string | undefined,
  budget: Budget,
  spared?: Key,
): Promise<boolean> {
  for (;;) {
    if (!budget.isLeft()) return false;
    const items = await readSome(projectPartition(projectId), sortKeyPrefix);
    const doomed = items.filter(({ sk }) => sk !== spared?.sk);
    if (doomed.length === 0) return true;
    // The references first: of an item that is gone they could not be found.
    await deleteItems(doomed.flatMap((item) => referencesTo(projectId, item)));
    await deleteItems(doomed.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) })));
  }
}

async function readSome(partition: string, sortKeyPrefix: string | undefined): Promise<readonly Item[]> {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: required('TABLE_NAME'),
      KeyConditionExpression:
        sortKeyPrefix === undefined ? 'pk = :partition' : 'pk = :partition AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: {
        ':partition': partition,
        ...(sortKeyPrefix === undefined ? {} : { ':prefix': sortKeyPrefix }),
      },
      ProjectionExpression: 'pk, sk, partnerIds',
      Limit: pageSize,
      ConsistentRead: true,
    }),
  );
  return Items;
}

/** Keys of the items of other partitions that lead to this one. */
function referencesTo(projectId: string, item: Item): readonly Key[] {
  const sortKey = String(item['sk']);
  if (sortKey === projectKey(projectId).sk) {
    return projectItemOf(item).partnerIds.map((partnerId) => shareKey(partnerId, projectId));
  }
  if (sortKey.startsWith(memberPrefix)) return [userReferenceKey(sortKey.slice(memberPrefix.length), projectId)];
  const [, taskId] = new RegExp(`^${taskPrefix}([^#]+)$`).exec(sortKey) ?? [];
  return taskId === undefined ? [] : [taskPointerKey(taskId)];
}
