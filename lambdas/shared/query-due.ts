import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { required } from './environment.ts';
import type { Item } from './item.ts';
import { documents } from './table.ts';

/**
 * What a partition of `gsi1` lists up to a time, the earliest first. The index follows the table within
 * a second or so: whoever changes what it finds does it on condition.
 *
 * @param limit most items.
 */
export async function queryDue(partition: string, now: Date, limit: number): Promise<readonly Item[]> {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: required('TABLE_NAME'),
      IndexName: 'gsi1',
      KeyConditionExpression: 'gsi1pk = :partition AND gsi1sk < :now',
      // `~` is behind everything that follows a time in the sort key.
      ExpressionAttributeValues: { ':partition': partition, ':now': `${now.toISOString()}#~` },
      Limit: limit,
    }),
  );
  return Items;
}
