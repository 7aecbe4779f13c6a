import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { required } from './environment.ts';
import type { Item } from './item.ts';
import { documents } from './table.ts';

const defaultPageLimit = 20;

/** The query parameters that every listing takes. */
export interface PageParameters {
  readonly limit?: string;
  readonly cursor?: string;
}

/** Items of one partition whose sort keys begin alike. */
export interface Listing {
  readonly partition: string;
  readonly sortKeyPrefix: string;
  readonly isNewestFirst?: boolean;
}

export interface Page<T> {
  readonly items: T[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
}

export const limitOf = ({ limit }: PageParameters): number => (limit === undefined ? defaultPageLimit : Number(limit));

/**
 * One page of a listing: one query, strongly consistent, whatever the table's size.
 *
 * @throws {Problem} INVALID_CURSOR if the cursor is of another listing.
 */
export async function queryPage(listing: Listing, parameters: PageParameters): Promise<Page<Item>> {
  const { partition, sortKeyPrefix, isNewestFirst = false } = listing;
  const name = `${partition} ${sortKeyPrefix}`;
  const { cursor } = parameters;
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: required('TABLE_NAME'),
      KeyConditionExpression: 'pk = :partition AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':partition': partition, ':prefix': sortKeyPrefix },
      ScanIndexForward: !isNewestFirst,
      ConsistentRead: true,
      Limit: limitOf(parameters),
      ...(cursor === undefined
        ? {}
        : { ExclusiveStartKey: { pk: partition, sk: decodeCursor(name, sortKeyPrefix, cursor) } }),
    }),
  );
  if (LastEvaluatedKey === undefined) return { items: Items };
  return { items: Items, nextCursor: encodeCursor(name, String(LastEvaluatedKey['sk'])) };
}

/** The same page with each item as callers see it. */
export function pageOf<T, U>({ items, nextCursor }: Page<T>, show: (item: T) => U): Page<U> {
  return { items: items.map(show), ...(nextCursor === undefined ? {} : { nextCursor }) };
}
