import { type TableRow, textTable } from '../text-table.ts';
import type { FaultCount } from './control.ts';
import type { ExportLedger } from './exports.ts';
import type { MemoryMinute } from './memory.ts';
import type { Recorded } from './recorder.ts';
import { percentile } from './statistics.ts';

/** How each kind of request was answered. */
export function answersTable(answers: readonly Recorded[]): string {
  const byKind = [...Map.groupBy(answers, ({ kind }) => kind)].sort(([a], [b]) => a.localeCompare(b));
  const rows = [...byKind, ['all', answers] as const].map(([kind, found]): TableRow => {
    const durations = found.map(({ durationMs }) => durationMs);
    return [kind, found.length, statusCounts(found), ms(durations, 0.5), ms(durations, 0.99), ms(durations, 1)];
  });
  return textTable(['request', 'sent', 'statuses', 'p50 ms', 'p99 ms', 'longest ms'], rows);
}

/** How each minute went. */
export function minutesTable(answers: readonly Recorded[], memory: readonly MemoryMinute[]): string {
  const byMinute = Map.groupBy(answers, ({ at }) => Math.floor(at / 60_000) + 1);
  const rows = memory.map(({ minute, stageMb, childrenMb, environments }): TableRow => {
    const found = (byMinute.get(minute) ?? []).map(({ durationMs }) => durationMs);
    return [
      minute,
      found.length,
      ms(found, 0.5),
      ms(found, 0.99),
      stageMb.toFixed(0),
      childrenMb.toFixed(0),
      environments,
    ];
  });
  return textTable(
    ['minute', 'answers', 'p50 ms', 'p99 ms', 'least stage MB', 'DynamoDB engine MB', 'environments'],
    rows,
  );
}

export function faultsTable(faults: readonly FaultCount[]): string {
  const rows = faults.map(({ target, fault, calls, hits }): TableRow => [target, fault.kind, calls, hits]);
  return textTable(['calls to', 'fault', 'calls', 'met it'], rows);
}

export function exportsLine({ accepted }: ExportLedger): string {
  const ended = (wanted: string | undefined) => accepted.filter(({ outcome }) => outcome === wanted).length;
  return `exports: ${accepted.length} accepted, ${ended('succeeded')} succeeded, ${ended('failed')} failed, ${ended(undefined)} without an end`;
}

function statusCounts(answers: readonly Recorded[]): string {
  const byStatus = Map.groupBy(answers, ({ status }) => String(status));
  return [...byStatus]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([status, found]) => `${status}: ${found.length}`)
    .join(', ');
}

const ms = (durations: readonly number[], part: number) => percentile(durations, part).toFixed(1);
