import { authorizedQueue, type SqsContext, type SqsOperation } from '../call.ts';
import { sqsError } from '../errors.ts';

/** Source: PurgeQueue, PurgeQueueInProgress. */
const secondsBetweenPurges = 60;

/** When each queue was last purged, in epoch milliseconds, for as long as its stage runs. */
const lastPurges = new WeakMap<SqsContext, Map<string, number>>();

/** API reference: PurgeQueue. */
export const purgeQueue: SqsOperation = (context, call) => {
  const queue = authorizedQueue(context, call, 'PurgeQueue');
  const purges = lastPurges.get(context) ?? new Map<string, number>();
  lastPurges.set(context, purges);
  const now = context.clock.now();
  const last = purges.get(queue.arn);
  if (last !== undefined && now - last < secondsBetweenPurges * 1000) {
    throw sqsError(
      'PurgeQueueInProgress',
      `Only one PurgeQueue operation on ${queue.name} is allowed every ${secondsBetweenPurges} seconds.`,
    );
  }
  purges.set(queue.arn, now);
  context.engine.purge(queue.arn);
};
