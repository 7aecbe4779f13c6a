import { type Members, readMembers } from '../json-members.ts';
import { after, type Page, readPage } from '../json-pages.ts';
import { AwsError, type ServiceRequest } from '../service.ts';

/** What a request asks for: the parameters of its path, its query and its body. */
export interface Input {
  /** The part of the path that stands for `{name}`. */
  path(name: string): string;
  readonly query: Members;
  /** The JSON document of the body. */
  body(): Members;
}

/** Most items of a page. Source: API Gateway API Reference, "GetApiKeys", limit. */
const largestPage = 500;
const usualPage = 25;

export function readInput(
  groups: Readonly<Record<string, string>>,
  { query, body }: Pick<ServiceRequest, 'query' | 'body'>,
): Input {
  return {
    path: (name) => decodeURIComponent(groups[name] ?? ''),
    query: readMembers(Object.fromEntries([...query].map(([name, value]) => [name, typed(name, value)])), badRequest),
    body: () => readMembers(parsed(body), badRequest),
  };
}

function parsed(body: Buffer): Record<string, unknown> {
  try {
    const document: unknown = JSON.parse(body.toString());
    if (typeof document === 'object' && document !== null) return { ...document };
  } catch {
    // Said below.
  }
  throw new AwsError(badRequest, 'Invalid JSON in the request body. Expected: an object');
}

/** The page of a list that the query asks for. */
export function pageOf<Item extends { readonly id: string }>({ query }: Input, items: readonly Item[]): Page<Item> {
  const limit = query.optionalInteger('limit', 1, largestPage) ?? usualPage;
  return readPage(
    query,
    { size: 'limit', largest: limit, token: 'position', tokenErrorCode: badRequest },
    ({ id }) => id,
    after(items, ({ id }) => id),
  );
}

export const badRequest = 'BadRequestException';

/** A query holds text; what it stands for is known by its name. */
function typed(name: string, value: string): unknown {
  if (name === 'limit' && /^\d{1,9}$/.test(value)) return Number(value);
  if (name === 'includeValue' || name === 'includeValues') return value === 'true';
  return value;
}
