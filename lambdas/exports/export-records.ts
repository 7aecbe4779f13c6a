import type { Shape } from '../../contracts/operation-types.ts';
import { epochSeconds } from '../shared/clock.ts';
import type { Item, Key } from '../shared/item.ts';
import { projectObjects } from '../shared/object-keys.ts';

/** Key of the item that tells how an export goes. See docs/data-model.md. */
export const exportKey = (exportId: string): Key => ({ pk: `EXPORT#${exportId}`, sk: 'EXPORT' });

export type ExportFormat = Shape<'StartExport'>['format'];

export interface ExportItem {
  readonly exportId: string;
  readonly projectId: string;
  readonly requestedBy: string;
  readonly format: ExportFormat;
  readonly status: Shape<'ExportStatus'>['status'];
  readonly createdAt: string;
  /** When it is failed if it has not ended by itself. */
  readonly deadlineAt: string;
  /** Epoch seconds: when the item goes, as its file does. */
  readonly expiresAt: number;
  /** Why it failed, for the caller. */
  readonly failureReason?: string;
  /** One of the partitions below; absent once no sweep and no redrive can change the export. */
  readonly gsi1pk?: string;
  /** `<time>#<exportId>` */
  readonly gsi1sk?: string;
}

/** Partition of `gsi1` that lists exports on their way, by the time from which the sweeper looks at them. */
export const openExportsPartition = 'EXPORTS#open';
/** Partition of `gsi1` that lists failed exports which a redrive may queue again, by the time of their failure. */
export const failedExportsPartition = 'EXPORTS#failed';

export const indexSortKey = (time: Date, exportId: string) => `${time.toISOString()}#${exportId}`;

export const exportItemOf = (item: Item) => item as unknown as ExportItem;

/** Seconds after which an export that is still queued is queued again: its message may never have been sent. */
const resendAfterSeconds = 2 * 60;
/** Seconds that an export may take: five tries, six minutes apart, and the wait for the first. */
const deadlineSeconds = 60 * 60;
/** Seconds that an export is kept; the bucket keeps its file as long. */
const lifetimeSeconds = 7 * 24 * 60 * 60;

const later = (now: Date, seconds: number) => new Date(now.getTime() + seconds * 1000);

export const resendTimeOf = (now: Date): Date => later(now, resendAfterSeconds);
export const deadlineOf = (now: Date): Date => later(now, deadlineSeconds);
export const expiryOf = (now: Date): number => epochSeconds(later(now, lifetimeSeconds));

/** Key of the file in the exports bucket: the same however often the worker writes it. */
export const fileKey = ({ projectId, exportId, format }: Pick<ExportItem, 'projectId' | 'exportId' | 'format'>) =>
  `${projectObjects(projectId)}exports/${exportId}.${format}`;

export const contentTypes: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
};
