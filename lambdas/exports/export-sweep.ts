import type { Clock } from '../shared/clock.ts';
import { logger } from '../shared/logger.ts';
import { queryDue } from '../shared/query-due.ts';
import { enqueueExport } from './export-queue.ts';
import { type ExportItem, exportItemOf, openExportsPartition, resendTimeOf } from './export-records.ts';
import { failExport, postponeSweep } from './export-status.ts';

/** Most exports that one run looks at; the next run goes on. */
const mostExports = 100;

export interface ExportSweep {
  readonly failed: number;
  readonly sentAgain: number;
}

/**
 * Looks after exports on their way: what is past its deadline has failed, and what is still queued long
 * after it was asked for gets its message again, since it may never have been sent. A message too many
 * does no harm: the worker finds the export begun or ended.
 */
export async function sweepExports(clock: Clock): Promise<ExportSweep> {
  const due = (await queryDue(openExportsPartition, clock.now(), mostExports)).map(exportItemOf);
  let failed = 0;
  let sentAgain = 0;
  for (const item of due) {
    if (Date.parse(item.deadlineAt) <= clock.now().getTime()) failed += await failLate(item);
    else if (item.status === 'queued') sentAgain += await sendAgain(item, clock);
    else await postponeSweep(item.exportId, 'running', new Date(item.deadlineAt));
  }
  if (due.length > 0) logger.info('swept exports', { failed, sentAgain });
  return { failed, sentAgain };
}

async function failLate({ exportId }: ExportItem): Promise<number> {
  const ended = await failExport(exportId, 'The export took too long', { mayRedrive: true });
  return ended ? 1 : 0;
}

async function sendAgain(item: ExportItem, clock: Clock): Promise<number> {
  const postponed = await postponeSweep(item.exportId, 'queued', resendTimeOf(clock.now()));
  if (!postponed) return 0;
  await enqueueExport(item);
  return 1;
}
