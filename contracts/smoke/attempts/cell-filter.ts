import * as z from 'zod/mini';
import type { AccessCell } from '../../access-cells.ts';

/** Cells of a run that does not look at all of them: those of these attempts and routes. */
const CellFilter = z.object({ attempts: z.array(z.string()), operationIds: z.array(z.string()) });
export type CellFilter = z.infer<typeof CellFilter>;

/** Variable that carries the filter, as JSON, from the command to the suite. */
export const cellFilterVariable = 'GATEHOUSE_CELLS';

export const passes = ({ attempts, operationIds }: CellFilter, { attempt, operation }: AccessCell): boolean =>
  attempts.includes(attempt) && operationIds.includes(operation.operationId);

/** @returns undefined for a run of all. */
export function cellFilter(): CellFilter | undefined {
  const text = process.env[cellFilterVariable];
  return text === undefined ? undefined : z.parse(CellFilter, JSON.parse(text));
}
