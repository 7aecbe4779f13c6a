import * as z from 'zod/mini';
import { ExportFormat } from '../../contracts/schemas/exports.ts';
import { ExportId, ProjectId } from '../../contracts/schemas/identifiers.ts';

/** The message that asks the worker for an export: what it needs to find the work, nothing else. */
export const ExportMessage = z.strictObject({
  version: z.literal(1),
  exportId: ExportId,
  projectId: ProjectId,
  format: ExportFormat,
});
export type ExportMessage = z.infer<typeof ExportMessage>;

export const buildExportMessage = (work: Omit<ExportMessage, 'version'>): string =>
  JSON.stringify({ version: 1, exportId: work.exportId, projectId: work.projectId, format: work.format });

/** @throws {Error} if the text is no export message. */
export const parseExportMessage = (text: string): ExportMessage => z.parse(ExportMessage, JSON.parse(text));
