import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { systemClock } from '../shared/clock.ts';
import { required } from '../shared/environment.ts';
import { documents } from '../shared/table.ts';
import { isConditionFailed } from '../shared/write-together.ts';
import { countExportEnd } from './export-metrics.ts';
import {
  deadlineOf,
  type ExportItem,
  exportItemOf,
  exportKey,
  failedExportsPartition,
  indexSortKey,
  openExportsPartition,
  resendTimeOf,
} from './export-records.ts';

/**
 * How an export goes from one status to the next. Each move is a write on condition of the status that
 * it begins with, so that of two that meet one is lost; it returns the export as it is then, or
 * `undefined` if the move was not to be made: another was faster, or the export is gone.
 */
type Move = Promise<ExportItem | undefined>;

/** The worker has it. A try that was broken off is begun again. */
export const beginExport = (exportId: string): Move =>
  change(exportId, { from: ['queued', 'running'], to: 'running', set: {} });

export async function succeedExport(exportId: string): Move {
  const ended = await change(exportId, { from: ['running'], to: 'succeeded', set: {}, remove: ['gsi1pk', 'gsi1sk'] });
  if (ended) countExportEnd('succeeded', ended.createdAt, systemClock.now());
  return ended;
}

/** @param options.mayRedrive whether another try could succeed. */
export async function failExport(
  exportId: string,
  failureReason: string,
  { mayRedrive }: { readonly mayRedrive: boolean },
): Move {
  const now = systemClock.now();
  const index = { gsi1pk: failedExportsPartition, gsi1sk: indexSortKey(now, exportId) };
  const ended = await change(exportId, {
    from: ['queued', 'running'],
    to: 'failed',
    set: mayRedrive ? { failureReason, ...index } : { failureReason },
    remove: mayRedrive ? [] : ['gsi1pk', 'gsi1sk'],
  });
  if (ended) countExportEnd('failed', ended.createdAt, now);
  return ended;
}

/** An operator lets it be tried again, with as much time as the first time. */
export function requeueExport(exportId: string): Move {
  const now = systemClock.now();
  return change(exportId, {
    from: ['failed'],
    to: 'queued',
    set: {
      deadlineAt: deadlineOf(now).toISOString(),
      gsi1pk: openExportsPartition,
      gsi1sk: indexSortKey(resendTimeOf(now), exportId),
    },
    remove: ['failureReason'],
  });
}

/** The sweeper has looked at it and looks again later. */
export const postponeSweep = (exportId: string, status: 'queued' | 'running', until: Date): Move =>
  change(exportId, { from: [status], to: status, set: { gsi1sk: indexSortKey(until, exportId) } });

interface Change {
  readonly from: readonly ExportItem['status'][];
  readonly to: ExportItem['status'];
  readonly set: Partial<ExportItem>;
  readonly remove?: readonly (keyof ExportItem)[];
}

async function change(exportId: string, { from, to, set, remove = [] }: Change): Move {
  const values = Object.entries({ status: to, ...set });
  const names = [...values.map(([name]) => name), ...remove];
  const sets = values.map(([name]) => `#${name} = :${name}`).join(', ');
  const removes = remove.length === 0 ? '' : ` REMOVE ${remove.map((name) => `#${name}`).join(', ')}`;
  const froms = from.map((status, place) => [`:from${place}`, status] as const);
  try {
    const { Attributes } = await documents.send(
      new UpdateCommand({
        TableName: required('TABLE_NAME'),
        Key: { ...exportKey(exportId) },
        UpdateExpression: `SET ${sets}${removes}`,
        ConditionExpression: `#status IN (${froms.map(([name]) => name).join(', ')})`,
        ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: Object.fromEntries([
          ...values.map(([name, value]) => [`:${name}`, value] as const),
          ...froms,
        ]),
        ReturnValues: 'ALL_NEW',
      }),
    );
    return Attributes && exportItemOf(Attributes);
  } catch (error) {
    if (isConditionFailed(error)) return undefined;
    throw error;
  }
}
