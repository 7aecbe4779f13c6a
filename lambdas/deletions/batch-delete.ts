import { setTimeout } from 'node:timers/promises';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { required } from '../shared/environment.ts';
import type { Key } from '../shared/item.ts';
import { documents } from '../shared/table.ts';

/** ("BatchWriteItem": up to 25 item put or delete operations) */
const batchSize = 25;
const mostTries = 6;

/**
 * Deletes items, in whatever order; one that is gone already is none the worse.
 *
 * @throws {Error} if the table leaves some undone each time; the next sweep goes on.
 */
export async function deleteItems(keys: readonly Key[]): Promise<void> {
  for (let start = 0; start < keys.length; start += batchSize) await deleteBatch(keys.slice(start, start + batchSize));
}

async function deleteBatch(keys: readonly Key[]): Promise<void> {
  const table = required('TABLE_NAME');
  let left = keys.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } as Record<string, unknown> } }));
  for (let attempt = 1; left.length > 0; attempt += 1) {
    if (attempt > mostTries) throw new Error(`The table left ${left.length} deletions undone ${mostTries} times`);
    if (attempt > 1) await setTimeout(50 * 2 ** attempt);
    const { UnprocessedItems = {} } = await documents.send(new BatchWriteCommand({ RequestItems: { [table]: left } }));
    left = (UnprocessedItems[table] ?? []).flatMap(({ DeleteRequest }) =>
      DeleteRequest?.Key ? [{ DeleteRequest: { Key: DeleteRequest.Key } }] : [],
    );
  }
}
