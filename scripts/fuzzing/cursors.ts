import type { Fault } from './faults.ts';
import { canary } from './valid-values.ts';
import type { World } from './world.ts';

type CursorFault = Extract<Fault, { readonly at: 'cursor' }>;

/** What a cursor may hold that this API did not make. */
const forgeries: readonly unknown[] = [
  ...[null, [], {}, 'text', 1, ['', ''], ['a'], [null, null], [{}, 'TASK#'], ['PROJECT#1 TASK#', 'TASK#1', 'more']],
  ...[`${canary}`, ['PROJECT#1 TASK#', '\0'], ['PROJECT#1 TASK#', '\ud83d'], ['PROJECT#1 TASK#', 'x'.repeat(400)]],
  { pk: 'PROJECT#1', sk: 'PROJECT' },
];

/** A cursor that is not of this query. */
export function forgeCursor({ kind, place }: CursorFault, { listed }: World): string {
  const pools = [...listed.values()].filter(({ size }) => size > 0);
  const known = pools[place % Math.max(pools.length, 1)]?.pick(place)?.cursor ?? 'WyJhIiwiYiJd';
  switch (kind) {
    case 'of another query':
      return known;
    case 'tampered with': {
      const at = place % known.length;
      return `${known.slice(0, at)}${known[at] === 'A' ? 'B' : 'A'}${known.slice(at + 1)}`;
    }
    case 'forged': {
      const [query] = JSON.parse(Buffer.from(known, 'base64url').toString('utf8')) as [string];
      const withQuery = [query, String(forgeries[place % forgeries.length])];
      const forged = place % 2 === 0 ? withQuery : forgeries[place % forgeries.length];
      return Buffer.from(JSON.stringify(forged)).toString('base64url');
    }
  }
}
