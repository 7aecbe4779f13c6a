import type { MessageCounts } from './message-store.ts';
import type { QueueDirectory } from './queue-directory.ts';
import type { QueueEngine } from './queue-engine.ts';

/** How many messages a queue has, by the stage's clock. */
export interface QueueStatistics extends MessageCounts {
  readonly name: string;
  readonly url: string;
  /** Where its redrive policy puts what nobody processed. */
  readonly deadLetterQueue?: DeadLetterQueueStatistics;
}

interface DeadLetterQueueStatistics {
  readonly name: string;
  /** All messages that it has, those of other sources too. */
  readonly messages: number;
}

/** In the order of the names. */
export function queueStatistics(engine: QueueEngine, directory: QueueDirectory): readonly QueueStatistics[] {
  return directory.all.map(({ name, url, arn, redrive }) => ({
    name,
    url,
    ...engine.counts(arn),
    ...(redrive && { deadLetterQueue: deadLetterQueueStatistics(redrive.deadLetterTargetArn, engine, directory) }),
  }));
}

function deadLetterQueueStatistics(arn: string, engine: QueueEngine, directory: QueueDirectory) {
  const { visible, inFlight, delayed } = engine.counts(arn);
  return { name: directory.byArn(arn).name, messages: visible + inFlight + delayed };
}
