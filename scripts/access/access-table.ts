import { type AttemptName, attempts, type Verdict } from '../../contracts/access-attempts.ts';
import { type AccessCell, type ApplicableCell, isApplicable, isAsDeclared } from '../../contracts/access-cells.ts';
import type { SeenCell } from '../../contracts/smoke/attempts/seen-cells.ts';
import { type TableRow, textTable } from '../text-table.ts';

/** What became of the cells of a run. */
export interface AccessReport {
  /** Routes in rows, attempts in columns of one letter, and what the letters mean. */
  readonly table: string;
  readonly totals: string;
  /** The cells that were not seen, or seen as something else than declared. */
  readonly faults: readonly AccessFault[];
}

export interface AccessFault {
  readonly operationId: string;
  readonly attempt: AttemptName;
  /** What was found and what was expected. */
  readonly text: string;
}

/** @param cells of every route and attempt. @param seen as far as the run came. */
export function accessReport(cells: readonly AccessCell[], seen: readonly SeenCell[]): AccessReport {
  const seenByCell = new Map(seen.map((one) => [idOf(one.operationId, one.attempt), one]));
  const seenOf = ({ operation, attempt }: AccessCell) => seenByCell.get(idOf(operation.operationId, attempt));
  const letterOf = (cell: AccessCell) => (isApplicable(cell) ? letter(cell, seenOf(cell)) : '.');
  const applicable = cells.filter(isApplicable);
  const faults = applicable.flatMap((cell) => faultOf(cell, seenOf(cell)));
  const notRun = applicable.filter((cell) => !seenOf(cell)).length;
  return {
    table: `${matrix(cells, letterOf)}\n\n${legend(cells)}`,
    totals: [
      `${cells.length} cells: ${applicable.length - notRun} seen`,
      `${cells.length - applicable.length} declared not applicable`,
      `${notRun} not run`,
      `${faults.length - notRun} seen as something else`,
    ].join(', '),
    faults,
  };
}

const idOf = (operationId: string, attempt: string) => `${operationId} ${attempt}`;

const letters = { admitted: 'i', 401: '1', 403: '3', NOT_FOUND: 'n', FORBIDDEN: 'f', INVALID_SIGNATURE: 's' } as const;

const meanings = [
  'i admitted',
  '1 the gateway’s 401',
  '3 the gateway’s 403',
  'n the handler’s 404',
  'f the handler’s 403',
  's the handler’s 401',
  '. not applicable',
  '! seen as something else',
  '? not run',
].join(', ');

function letter({ declared }: ApplicableCell, seen: SeenCell | undefined): string {
  if (!seen) return '?';
  const declaredLetter: string = letters[declared as Verdict];
  return isAsDeclared(declared, seen) ? declaredLetter : '!';
}

function matrix(cells: readonly AccessCell[], letterOf: (cell: AccessCell) => string): string {
  const byRoute = Map.groupBy(cells, ({ operation }) => operation);
  const rows = [...byRoute].map(
    ([{ method, path, access }, own]): TableRow => [`${method} ${path}`, access.kind, tens(own.map(letterOf))],
  );
  const numbers = tens(Object.keys(attempts).map((_, index) => String((index + 1) % 10)));
  return textTable(['route', 'access', numbers], rows);
}

/** Columns in groups, so that one can count them. */
const tens = (texts: readonly string[]) =>
  Array.from({ length: Math.ceil(texts.length / 10) }, (_, group) =>
    texts.slice(group * 10, group * 10 + 10).join(''),
  ).join(' ');

/** The attempts by the numbers of their columns, and for how many routes there is a verdict. */
function legend(cells: readonly AccessCell[]): string {
  const rows = (Object.keys(attempts) as AttemptName[]).map((name, index): TableRow => {
    const own = cells.filter(({ attempt }) => attempt === name);
    const reasons = new Set(own.flatMap(({ declared }) => (typeof declared === 'object' ? [declared.because] : [])));
    return [
      index + 1,
      name,
      own.filter(isApplicable).length,
      [...reasons].map((reason) => `a route that ${reason}`).join('; '),
    ];
  });
  return `${textTable(['', 'attempt', 'routes', 'not applicable to'], rows)}\n\n${meanings}`;
}

function faultOf({ operation, attempt, declared }: ApplicableCell, seen: SeenCell | undefined): readonly AccessFault[] {
  if (seen && isAsDeclared(declared, seen)) return [];
  const { operationId, method, path } = operation;
  const found = seen ? `answered ${[seen.status, seen.code].filter(Boolean).join(' ')}` : 'not run';
  return [{ operationId, attempt, text: `${method} ${path} with '${attempt}' was ${found}. Expected: ${declared}` }];
}
