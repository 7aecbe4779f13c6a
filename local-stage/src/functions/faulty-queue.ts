import type { Clock } from '../clock.ts';
import type { Fault, FaultSource } from '../faults.ts';
import type { QueueConsumer, ReceivedMessage } from '../services/sqs/queue-consumer.ts';

/** Whose calls to the queue a mapping makes. */
export interface QueueCaller {
  /** Names of the function and of its role. */
  readonly callers: readonly string[];
  readonly faults: FaultSource;
}

/** What became of a receive: messages, or a wait until it is worth another try. */
export type Receipt =
  | { readonly kind: 'messages'; readonly messages: readonly ReceivedMessage[] }
  | { readonly kind: 'wait'; readonly ms: number };

/** The queue of a mapping, whose receives and deletions may meet faults as calls of an SDK do. */
export interface FaultyQueue {
  receive(maximum: number, visibilityTimeoutSeconds: number | undefined): Receipt;
  /** @returns whether the message is deleted. Otherwise it becomes visible again after its visibility timeout. */
  delete(receiptHandle: string): Promise<boolean>;
}

/** How long a mapping waits after a receive that failed. */
const retryMs = 1000;

export function createFaultyQueue(
  queueArn: string,
  { callers, faults }: QueueCaller,
  { queues, clock }: { readonly queues: Pick<QueueConsumer, 'receive' | 'delete'>; readonly clock: Clock },
): FaultyQueue {
  const faultOf = (operation: string): Fault | undefined => faults({ service: 'sqs', operation, callers })?.fault;
  /** The receive that was told to begin later has met its fault. */
  let isDelayed = false;
  return {
    receive(maximum, visibilityTimeoutSeconds) {
      const fault = isDelayed ? undefined : faultOf('ReceiveMessage');
      isDelayed = fault?.kind === 'delay';
      if (fault?.kind === 'delay') return { kind: 'wait', ms: fault.ms };
      if (fault && fault.kind !== 'crash') return { kind: 'wait', ms: retryMs };
      const messages = queues.receive(queueArn, maximum, visibilityTimeoutSeconds);
      // Received, and the answer is lost: they stay hidden for the visibility timeout.
      return fault ? { kind: 'wait', ms: retryMs } : { kind: 'messages', messages };
    },
    async delete(receiptHandle) {
      const fault = faultOf('DeleteMessage');
      if (fault?.kind === 'delay') await new Promise<void>((resolve) => clock.after(fault.ms, resolve));
      else if (fault && fault.kind !== 'crash') return false;
      queues.delete(queueArn, receiptHandle);
      return true;
    },
  };
}
