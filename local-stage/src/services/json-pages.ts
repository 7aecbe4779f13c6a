import type { Members } from './json-members.ts';
import { AwsError } from './service.ts';

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Opaque; absent on the last page. */
  readonly next: string | undefined;
}

export interface PageOptions {
  /** Member with the page's size: `Limit`, `MaxResults`. @default the largest */
  readonly size: string;
  /** Least that the caller may ask for; 0 asks for the largest. @default 0 */
  readonly smallest?: number;
  /** Most items a page. */
  readonly largest: number;
  /** Member with the token of the page before: `NextToken`, `PaginationToken`. */
  readonly token: string;
  /** The service's error for a token that it did not give: `InvalidParameterException`. */
  readonly tokenErrorCode: string;
}

/**
 * Reads the page that the input asks for. The token is the last item's name, so that pages survive changes.
 *
 * @param matches items to take. @default all
 */
export function readPage<Item>(
  input: Members,
  { size, smallest = 0, largest, token, tokenErrorCode }: PageOptions,
  nameOf: (item: Item) => string,
  listAfter: (name: string | undefined) => Iterable<Item>,
  matches: (item: Item) => boolean = () => true,
): Page<Item> {
  const limit = input.optionalInteger(size, smallest, largest) || largest;
  const given = input.optionalText(token);
  const items: Item[] = [];
  for (const item of listAfter(given === undefined ? undefined : decode(given, tokenErrorCode))) {
    if (!matches(item)) continue;
    const last = items.at(-1);
    if (last !== undefined && items.length === limit) return { items, next: encode(nameOf(last)) };
    items.push(item);
  }
  return { items, next: undefined };
}

/** For a list that is short enough to be read whole. */
export const after =
  <Item>(items: readonly Item[], nameOf: (item: Item) => string) =>
  (name: string | undefined): readonly Item[] =>
    name === undefined ? items : items.slice(items.findIndex((item) => nameOf(item) === name) + 1);

const tokenPrefix = 'after:';

const encode = (name: string): string => Buffer.from(`${tokenPrefix}${name}`).toString('base64url');

function decode(token: string, errorCode: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (!text.startsWith(tokenPrefix)) throw new AwsError(errorCode, 'Invalid pagination token given.');
  return text.slice(tokenPrefix.length);
}
