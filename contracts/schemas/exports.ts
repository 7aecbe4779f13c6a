import * as z from 'zod/mini';
import { ExportId, ProjectId } from './identifiers.ts';
import { Timestamp } from './time.ts';

export const ExportFormat = z.enum(['csv', 'json']);

export const StartExport = z.strictObject({ format: ExportFormat });

export const ExportAccepted = z.strictObject({
  exportId: ExportId,
  status: z.literal('queued'),
});

export const ExportStatus = z.strictObject({
  exportId: ExportId,
  projectId: ProjectId,
  format: ExportFormat,
  status: z.enum(['queued', 'running', 'succeeded', 'failed']),
  createdAt: Timestamp,
  /** Present when the export has succeeded. */
  download: z.optional(
    z.strictObject({
      /** A presigned URL: whoever has it can read the file until it expires. */
      url: z.string(),
      expiresAt: Timestamp,
    }),
  ),
  /** Present when the export has failed. */
  failure: z.optional(z.strictObject({ reason: z.string() })),
});
