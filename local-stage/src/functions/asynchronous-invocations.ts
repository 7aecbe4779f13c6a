import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { FunctionInvoker, InvocationResult } from './invoker.ts';

/** Invokes functions for services that do not wait for the answer, as Lambda's Invoke of the type Event. */
export interface AsynchronousInvocations {
  /**
   * Queues an event for a function.
   *
   * @param source Terraform address of what sends it, for notices.
   */
  invoke(functionArn: string, event: string, source: string): void;
  /** Drops what waits for another try. Waits for the invocations that run: close the functions at the same time. */
  close(): Promise<void>;
}

export interface AsynchronousInvocationsDependencies {
  readonly clock: Clock;
  readonly invoker: Pick<FunctionInvoker, 'invoke'>;
  /** Told of each event that is dropped. */
  readonly onNotice: (notice: string) => void;
}

const minuteMs = 60_000;
/** How long after a failure the function is tried again; then the event is dropped. */
const retryDelaysMs = [minuteMs, 2 * minuteMs];
/** A throttled event is tried again after 1 second, then ever later up to 5 minutes, for up to 6 hours. */
const throttleDelaysMs = { first: 1000, last: 5 * minuteMs };
const maximumAgeMs = 6 * 60 * minuteMs;

interface QueuedEvent {
  /** The same at each try. */
  readonly requestId: string;
  readonly functionArn: string;
  readonly payload: string;
  readonly source: string;
  readonly queuedAt: number;
  failures: number;
  throttles: number;
}

/**
 * Source of the retries: Lambda Developer Guide, "How Lambda handles errors and retries with
 * asynchronous invocation".
 */
export function createAsynchronousInvocations({
  clock,
  invoker,
  onNotice,
}: AsynchronousInvocationsDependencies): AsynchronousInvocations {
  const waiting = new Set<() => void>();
  const running = new Set<Promise<void>>();
  let isClosed = false;

  const start = (event: QueuedEvent): void => {
    const run = attempt(event).catch((error: unknown) => {
      drop(event, error instanceof Error ? error.message : String(error));
    });
    running.add(run);
    void run.finally(() => running.delete(run));
  };
  const attempt = async (event: QueuedEvent): Promise<void> => {
    const result = await invoker.invoke(event.functionArn, event.payload, { requestId: event.requestId });
    if (isClosed) return;
    const delayMs = retryDelay(event, result);
    if (delayMs === undefined) return;
    if (clock.now() + delayMs - event.queuedAt > maximumAgeMs) drop(event, 'it waited for 6 hours');
    else if (Number.isNaN(delayMs)) drop(event, `the function failed ${event.failures} times`);
    else retryAfter(delayMs, event);
  };
  const retryAfter = (delayMs: number, event: QueuedEvent): void => {
    const cancel = clock.after(delayMs, () => {
      waiting.delete(cancel);
      start(event);
    });
    waiting.add(cancel);
  };
  const drop = ({ source, functionArn }: QueuedEvent, reason: string): void => {
    if (!isClosed) onNotice(`${source}: an event for ${functionArn} was dropped: ${reason}`);
  };

  return {
    invoke(functionArn, payload, source) {
      if (isClosed) return;
      const requestId = randomUUID();
      start({ requestId, functionArn, payload, source, queuedAt: clock.now(), failures: 0, throttles: 0 });
    },
    async close() {
      isClosed = true;
      for (const cancel of waiting) cancel();
      await Promise.all(running);
    },
  };
}

/** Counts the attempt. @returns `undefined` after a success, NaN where no try is left. */
function retryDelay(event: QueuedEvent, result: InvocationResult): number | undefined {
  if (result.kind === 'throttle') {
    event.throttles += 1;
    return Math.min(throttleDelaysMs.first * 2 ** (event.throttles - 1), throttleDelaysMs.last);
  }
  if (result.functionError === undefined) return undefined;
  event.failures += 1;
  return retryDelaysMs[event.failures - 1] ?? Number.NaN;
}
