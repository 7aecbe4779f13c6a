import * as z from 'zod/mini';

/** Messages of a queue, about: SQS counts them on many servers. */
const depth = () =>
  z.strictObject({
    waiting: z.int().check(z.minimum(0)),
    inFlight: z.int().check(z.minimum(0)),
    delayed: z.int().check(z.minimum(0)),
  });

export const ExportQueues = z.strictObject({ queue: depth(), deadLetterQueue: depth() });

export const StartExportRedrive = z.strictObject({
  /** How fast messages move back. @default as fast as SQS moves them */
  messagesPerSecond: z.optional(z.int().check(z.minimum(1), z.maximum(500))),
});

export const ExportRedrive = z.strictObject({
  /** Failed exports that wait in the queue again. */
  exportsQueued: z.int().check(z.minimum(0)),
  /** Whether there are more failed exports than one redrive takes: ask again. */
  more: z.boolean(),
});
