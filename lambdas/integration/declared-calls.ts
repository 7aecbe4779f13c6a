import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TableCalls } from './control.ts';

/**
 * What docs/data-model.md says that requests call. The tables there are the declaration: the suite
 * compares each of their rows with what a stage was asked for.
 */
const file = join(import.meta.dirname, '..', '..', 'docs', 'data-model.md');

/** Calls of one request, by operation id or by the words for a way through it. */
export function declaredCalls(): ReadonlyMap<string, TableCalls> {
  return new Map(
    rowsBelow('| request | calls |').flatMap(([requests = '', calls = '']) =>
      namesIn(requests).map((request) => [request, callsIn(calls)] as const),
    ),
  );
}

/** Calls of a piece of work that is done in pages. */
export interface PagedCalls {
  readonly once: TableCalls;
  readonly eachPage: TableCalls;
}

/** By the words for the work. */
export function declaredPagedCalls(): ReadonlyMap<string, PagedCalls> {
  return new Map(
    rowsBelow('| work | calls of a run |').map(([work = '', once = '', eachPage = '']) => [
      plain(work),
      { once: callsIn(once), eachPage: callsIn(eachPage) },
    ]),
  );
}

/** @throws {Error} if the documentation has no such table. */
function rowsBelow(heading: string): readonly (readonly string[])[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  const start = lines.findIndex((line) => line.startsWith(heading));
  if (start === -1) throw new Error(`docs/data-model.md has no table that begins '${heading}'`);
  const rows = lines.slice(start + 2);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  return rows.slice(0, end).map((line) =>
    line
      .split('|')
      .slice(1)
      .map((cell) => cell.trim()),
  );
}

/** Operations that share a row, or what else the row is about. */
const namesIn = (cell: string): readonly string[] =>
  /^(`\w+`(, )?)+$/.test(cell) ? plain(cell).split(', ') : [plain(cell)];

const plain = (cell: string) => cell.replaceAll('`', '');

/** `GetItem, 3 Query` names four calls, `none` names none. */
function callsIn(cell: string): TableCalls {
  if (cell === 'none') return [];
  return cell
    .split(', ')
    .flatMap((part) => {
      const [, count = '1', operation] = /^(?:(\d+) )?([A-Z][A-Za-z]+)$/.exec(part) ?? [];
      if (operation === undefined) {
        throw new Error(
          `docs/data-model.md has the calls '${cell}'. Expected: for example 'GetItem, 3 Query', or 'none'`,
        );
      }
      return Array.from({ length: Number(count) }, () => operation);
    })
    .sort();
}
