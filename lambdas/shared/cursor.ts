import { Problem } from './problem.ts';

/**
 * A position in a listing: the sort key of the last item that was given, bound to the query it came
 * from. The partition is never taken from a cursor, so that a forged one reads nothing of others.
 */
export function encodeCursor(query: string, sortKey: string): string {
  return Buffer.from(JSON.stringify([query, sortKey])).toString('base64url');
}

/**
 * @param query what `encodeCursor` was given.
 * @param sortKeyPrefix what sort keys of the listing begin with.
 * @throws {Problem} INVALID_CURSOR if the cursor is of another query or was not made here.
 */
export function decodeCursor(query: string, sortKeyPrefix: string, cursor: string): string {
  const parsed = parse(cursor);
  if (Array.isArray(parsed) && parsed.length === 2) {
    const [cursorQuery, sortKey]: unknown[] = parsed;
    if (cursorQuery === query && typeof sortKey === 'string' && isSortKey(sortKey, sortKeyPrefix)) return sortKey;
  }
  throw new Problem('INVALID_CURSOR', { detail: 'Expected: nextCursor of the page before, for the same query' });
}

/** Sort keys of listings are ASCII; what cannot be one would be an error of the table's. */
const isSortKey = (text: string, prefix: string) => text.startsWith(prefix) && /^[\x20-\x7e]*$/.test(text);

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
