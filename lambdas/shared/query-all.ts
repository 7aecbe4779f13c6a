import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { required } from './environment.ts';
import type { Item } from './item.ts';
import { documents } from './table.ts';

/** Every item of a partition whose sort key begins so, strongly consistent; one page is in memory. */
export async function* queryAll(partition: string, sortKeyPrefix: string): AsyncGenerator<Item> {
  let start: Record<string, unknown> | undefined;
  do {
    const page = await documents.send(
      new QueryCommand({
        TableName: required('TABLE_NAME'),
        KeyConditionExpression: 'pk = :partition AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':partition': partition, ':prefix': sortKeyPrefix },
        ConsistentRead: true,
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      }),
    );
    yield* page.Items ?? [];
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
}
