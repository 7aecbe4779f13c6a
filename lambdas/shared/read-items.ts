import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { required } from './environment.ts';
import type { Item, Key } from './item.ts';
import { Problem } from './problem.ts';
import { documents } from './table.ts';

/**
 * Reads up to 100 items with one call, strongly consistent.
 *
 * @returns the items in the order of the keys; `undefined` where there is none.
 * @throws {Problem} SERVICE_UNAVAILABLE if the table gave only a part.
 */
export async function readItems(keys: readonly Key[]): Promise<readonly (Item | undefined)[]> {
  if (keys.length === 0) return [];
  const table = required('TABLE_NAME');
  const distinct = new Map(keys.map((key) => [nameOf(key), key]));
  const { Responses = {}, UnprocessedKeys = {} } = await documents.send(
    new BatchGetCommand({
      RequestItems: {
        [table]: { Keys: [...distinct.values()].map(({ pk, sk }) => ({ pk, sk })), ConsistentRead: true },
      },
    }),
  );
  if (Object.keys(UnprocessedKeys).length > 0) {
    throw new Problem('SERVICE_UNAVAILABLE', { detail: 'The table is busy', retryAfterSeconds: 1 });
  }
  const found = new Map((Responses[table] ?? []).map((item) => [nameOf(item as unknown as Key), item]));
  return keys.map((key) => found.get(nameOf(key)));
}

const nameOf = ({ pk, sk }: Key) => JSON.stringify([pk, sk]);
