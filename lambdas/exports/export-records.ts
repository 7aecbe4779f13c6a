import type { Shape } from '../../contracts/operation-types.ts';

/** Key of the item that tells how an export goes. See docs/data-model.md. */
export const exportKey = (exportId: string) => ({ pk: `EXPORT#${exportId}`, sk: 'EXPORT' });

export type ExportFormat = Shape<'StartExport'>['format'];

export interface ExportItem {
  readonly exportId: string;
  readonly projectId: string;
  readonly requestedBy: string;
  readonly format: ExportFormat;
  readonly status: Shape<'ExportStatus'>['status'];
  readonly createdAt: string;
  /** Why it failed, for the caller. */
  readonly failureReason?: string;
}

/** Key of the file in the exports bucket: the same however often the worker writes it. */
export const fileKey = ({ projectId, exportId, format }: Pick<ExportItem, 'projectId' | 'exportId' | 'format'>) =>
  `projects/${projectId}/exports/${exportId}.${format}`;

export const contentTypes: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
};
