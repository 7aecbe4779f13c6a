import { type AttemptName, attempts, type NotApplicable, type Verdict } from './access-attempts.ts';
import { errors } from './errors.ts';
import { type ApiTable, type Operation, operationsOf } from './route-table.ts';

/** A route and an attempt to call it. */
export interface AccessCell {
  readonly api: ApiTable;
  readonly operation: Operation;
  readonly attempt: AttemptName;
  readonly where: 'any stage' | 'local';
  readonly declared: Verdict | NotApplicable;
}

export type ApplicableCell = AccessCell & { readonly declared: Verdict };

export const isApplicable = (cell: AccessCell): cell is ApplicableCell => typeof cell.declared !== 'object';

/** Every route of an API with every attempt, in the order of the tables. */
export function accessCellsOf(api: ApiTable): readonly AccessCell[] {
  return operationsOf(api).flatMap((operation) =>
    (Object.keys(attempts) as AttemptName[]).map((attempt) => {
      const { where, verdictOn } = attempts[attempt];
      return { api, operation, attempt, where, declared: verdictOn(operation) };
    }),
  );
}

/**
 * The cells that a smoke test sends: who is let into each route, the attempts that each route can fail by
 * itself, and each other attempt on one route of each kind of access, another one each time.
 */
export function smokeCellsOf(cells: readonly ApplicableCell[]): readonly ApplicableCell[] {
  const anywhere = cells.filter(({ where }) => where === 'any stage');
  const isOfRoute = ({ declared, attempt }: ApplicableCell) => declared === 'admitted' || attempts[attempt].isOfRoutes;
  const others = Map.groupBy(
    anywhere.filter((cell) => !isOfRoute(cell)),
    ({ attempt, operation }) => `${operation.access.kind} ${attempt}`,
  );
  const chosen = new Set([...others.values()].map((group, turn) => group[turn % group.length]));
  return anywhere.filter((cell) => isOfRoute(cell) || chosen.has(cell));
}

/** What a stage answered: its status, and the code of a handler's problem document. */
export interface SeenAnswer {
  readonly status: number;
  readonly code?: string | undefined;
}

/** Whether an answer is what was declared: a handler's refusal is no gateway's, and the other way round. */
export function isAsDeclared(declared: Verdict, { status, code }: SeenAnswer): boolean {
  if (declared === 'admitted') return status < 500 && ![401, 403, 429].includes(status);
  if (typeof declared === 'number') return status === declared && code === undefined;
  return status === errors[declared].status && code === declared;
}
