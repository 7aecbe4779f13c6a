import { appendFileSync, readFileSync } from 'node:fs';
import type { AccessCell, SeenAnswer } from '../../access-cells.ts';

/** A cell that a suite has tried, and what came of it. */
export interface SeenCell extends SeenAnswer {
  readonly operationId: string;
  readonly attempt: string;
}

/** Names the file that takes what is seen. */
export const seenCellsVariable = 'GATEHOUSE_SEEN_CELLS';

export function noteSeen({ operation: { operationId }, attempt }: AccessCell, { status, code }: SeenAnswer): void {
  const file = process.env[seenCellsVariable];
  if (file === undefined) return;
  appendFileSync(file, `${JSON.stringify({ operationId, attempt, status, code } satisfies SeenCell)}\n`);
}

export const readSeen = (file: string): readonly SeenCell[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as SeenCell);
