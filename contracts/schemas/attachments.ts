import * as z from 'zod/mini';
import { AttachmentId, TaskId, UserId } from './identifiers.ts';
import { linePattern, maxCharacters } from './text.ts';
import { Timestamp } from './time.ts';

/** A name as people see it, not a path: it is no part of the object's key. */
const fileName = () =>
  z
    .string()
    .check(
      z.minLength(1),
      maxCharacters(200),
      z.regex(linePattern({ excluded: '/\\\\', meaningless: '.' }), 'Expected: a file name without a path'),
    );

/** `type/subtype` without parameters (RFC 9110). */
const contentType = () =>
  z
    .string()
    .check(
      z.maxLength(100),
      z.regex(/^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/, 'Expected: a media type'),
    );

export const CreateAttachment = z.strictObject({
  fileName: fileName(),
  contentType: contentType(),
  /** Size of the file to the byte: 1 byte to 25 MB. */
  sizeBytes: z.int().check(z.minimum(1), z.maximum(25_000_000)),
});

/** An upload straight to storage: this method, these headers, exactly these many bytes. */
export const AttachmentUpload = z.strictObject({
  attachmentId: AttachmentId,
  upload: z.strictObject({
    method: z.literal('PUT'),
    /** A presigned URL: whoever has it can upload this one file until it expires. */
    url: z.string(),
    headers: z.strictObject({ 'Content-Type': z.string(), 'Content-Length': z.string() }),
    expiresAt: Timestamp,
  }),
});

/** A file that has arrived. */
export const Attachment = z.strictObject({
  attachmentId: AttachmentId,
  taskId: TaskId,
  fileName: z.string(),
  contentType: z.string(),
  sizeBytes: z.int(),
  uploadedBy: UserId,
  createdAt: Timestamp,
  download: z.strictObject({
    /** A presigned URL: whoever has it can read the file until it expires. */
    url: z.string(),
    expiresAt: Timestamp,
  }),
});

export const AttachmentPage = z.strictObject({
  items: z.array(Attachment),
  nextCursor: z.optional(z.string()),
});
