import { type TableRow, textTable } from '../text-table.ts';
import { everyOperation, type Route } from './operations.ts';
import type { Answer } from './wire.ts';

/** Counts answers by row. */
export interface Tally {
  count(route: Route, answer: Answer): void;
  readonly total: number;
  /** Part of all answers with a status in a range, from 0 to 1. */
  share(from: number, to: number): number;
  table(): string;
  /** What a run that shows something has to have met. */
  holes(): readonly string[];
}

export function createTally(): Tally {
  const counts = new Map(everyOperation.map(({ operationId }) => [operationId, new Map<Answer['status'], number>()]));
  const of = (operationId: string, from: number, to: number) =>
    [...(counts.get(operationId) ?? [])].reduce(
      (sum, [status, count]) => (typeof status === 'number' && status >= from && status < to ? sum + count : sum),
      0,
    );
  const ofAll = (from: number, to: number) =>
    everyOperation.reduce((sum, { operationId }) => sum + of(operationId, from, to), 0);
  let total = 0;
  return {
    get total() {
      return total;
    },
    count({ operationId }, { status }) {
      total += 1;
      const found = counts.get(operationId);
      found?.set(status, (found.get(status) ?? 0) + 1);
    },
    share: (from, to) => ofAll(from, to) / Math.max(total, 1),
    table() {
      const rows = everyOperation.map(({ operationId }): TableRow => {
        const found = [...(counts.get(operationId) ?? [])].sort(([a], [b]) => Number(a) - Number(b));
        const sent = found.reduce((sum, [, count]) => sum + count, 0);
        return [
          operationId,
          sent,
          of(operationId, 200, 300),
          found.map(([status, count]) => `${status}: ${count}`).join(', '),
        ];
      });
      return textTable(['operation', 'sent', '2xx', 'statuses'], rows);
    },
    holes: () =>
      everyOperation.flatMap(({ operationId }) => [
        ...(of(operationId, 200, 300) > 0 ? [] : [`${operationId} was never answered with 2xx`]),
        ...(of(operationId, 400, 500) > 0 ? [] : [`${operationId} was never answered with 4xx`]),
      ]),
  };
}
