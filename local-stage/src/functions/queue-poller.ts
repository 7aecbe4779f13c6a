import type { Clock } from '../clock.ts';
import type { QueueConsumer, ReceivedMessage } from '../services/sqs/queue-consumer.ts';
import { readBatchResponse } from './batch-response.ts';
import type { EventSourceMappingConfiguration } from './event-source-mapping-configuration.ts';
import { createFaultyQueue, type QueueCaller } from './faulty-queue.ts';
import type { FunctionInvoker, InvocationResult } from './invoker.ts';
import { splitBySize, sqsEvent, sqsRecord } from './sqs-event.ts';

/** Reads one queue for one function. */
export interface QueuePoller {
  /** Takes no further messages, gives back what waits for its batch, and waits for the invocations that run. */
  close(): Promise<void>;
}

interface Entry {
  readonly message: ReceivedMessage;
  readonly record: string;
}

/**
 * Batches at once without a maximum concurrency: what Lambda starts with (Lambda developer guide,
 * "Configuring scaling behavior for SQS event source mappings"); the stage stays there.
 */
const initialConcurrency = 5;
/** What SQS returns to one ReceiveMessage. */
const receiveMaximum = 10;
/** Time that Lambda adds to the visibility timeout of a batching window and the function's timeout. */
const visibilityMarginSeconds = 30;

export function startQueuePoller(
  configuration: EventSourceMappingConfiguration,
  dependencies: {
    readonly clock: Clock;
    readonly invoker: Pick<FunctionInvoker, 'invoke'>;
    readonly queues: QueueConsumer;
    readonly functionTimeoutSeconds: number;
    readonly caller: QueueCaller;
    readonly onProblem: (message: string) => void;
  },
): QueuePoller {
  const { queueArn, functionArn, batchSize, maximumBatchingWindowSeconds: windowSeconds } = configuration;
  const { queues } = dependencies;
  const queue = createFaultyQueue(queueArn, dependencies.caller, dependencies);
  const concurrency = configuration.maximumConcurrency ?? initialConcurrency;
  const visibilitySeconds = receiveVisibility(configuration, dependencies);
  /** Messages whose batch is not complete yet. */
  let gathered: Entry[] = [];
  /** Complete batches that wait for an invocation to end. */
  const complete: (readonly Entry[])[] = [];
  const running = new Set<Promise<void>>();
  let cancelWindow: (() => void) | undefined;
  /** Ends the wait after a receive that failed. */
  let cancelWait: (() => void) | undefined;
  let closed = false;

  const poll = () => {
    while (!closed && running.size < concurrency) {
      const batch = complete.shift();
      if (batch) start(batch);
      else if (!gather()) break;
    }
  };
  /** @returns whether there is a complete batch. */
  const gather = (): boolean => {
    receive();
    if (gathered.length === 0) return false;
    if (gathered.length >= batchSize || windowSeconds === 0) completeBatch();
    else openWindow();
    return complete.length > 0;
  };
  const receive = () => {
    while (gathered.length < batchSize && !cancelWait) {
      const maximum = Math.min(batchSize - gathered.length, receiveMaximum);
      const receipt = queue.receive(maximum, visibilitySeconds);
      if (receipt.kind === 'wait') return waitFor(receipt.ms);
      const { messages } = receipt;
      gathered.push(...messages.map((message) => ({ message, record: sqsRecord(message, queueArn) })));
      if (messages.length < maximum) break;
    }
  };
  const waitFor = (ms: number) => {
    cancelWait = dependencies.clock.after(ms, () => {
      cancelWait = undefined;
      poll();
    });
  };
  const openWindow = () => {
    cancelWindow ??= dependencies.clock.after(windowSeconds * 1000, () => {
      completeBatch();
      poll();
    });
  };
  const completeBatch = () => {
    cancelWindow?.();
    cancelWindow = undefined;
    complete.push(...splitBySize(gathered));
    gathered = [];
  };
  const start = (batch: readonly Entry[]) => {
    const run = processBatch(batch).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      dependencies.onProblem(`${configuration.address}: a batch of ${queueArn} could not be processed: ${reason}`);
    });
    running.add(run);
    void run.then(() => {
      running.delete(run);
      poll();
    });
  };
  /** What is not deleted becomes visible again after its visibility timeout. */
  const processBatch = async (batch: readonly Entry[]) => {
    const result = await dependencies.invoker.invoke(functionArn, sqsEvent(batch.map(({ record }) => record)));
    for (const { messageId, receiptHandle } of processedMessages(configuration, result, batch)) {
      if (await queue.delete(receiptHandle)) continue;
      dependencies.onProblem(
        `${configuration.address}: message ${messageId} of ${queueArn} could not be deleted, and will be received again`,
      );
    }
  };

  const unsubscribe = queues.onAvailable(queueArn, poll);
  poll();
  return {
    async close() {
      closed = true;
      unsubscribe();
      cancelWindow?.();
      cancelWait?.();
      for (const { message } of [...gathered, ...complete.flat()]) {
        queues.changeVisibility(queueArn, message.receiptHandle, 0);
      }
      await Promise.all(running);
    },
  };
}

/** With a batching window, messages stay hidden while the batch fills and the function runs. */
function receiveVisibility(
  { queueArn, maximumBatchingWindowSeconds: windowSeconds }: EventSourceMappingConfiguration,
  { queues, functionTimeoutSeconds }: { readonly queues: QueueConsumer; readonly functionTimeoutSeconds: number },
): number | undefined {
  const needed = windowSeconds + functionTimeoutSeconds;
  if (windowSeconds === 0 || needed <= queues.visibilityTimeoutSeconds(queueArn)) return undefined;
  return needed + visibilityMarginSeconds;
}

function processedMessages(
  { reportsBatchItemFailures }: EventSourceMappingConfiguration,
  result: InvocationResult,
  batch: readonly Entry[],
): readonly ReceivedMessage[] {
  const messages = batch.map(({ message }) => message);
  if (result.kind === 'throttle' || result.functionError) return [];
  if (!reportsBatchItemFailures) return messages;
  const { failed } = readBatchResponse(result.payload, new Set(messages.map(({ messageId }) => messageId)));
  return failed === 'all' ? [] : messages.filter(({ messageId }) => !failed.has(messageId));
}
