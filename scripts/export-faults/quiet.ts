import { setTimeout as sleep } from 'node:timers/promises';
import type { Control } from '../long-run/control.ts';

const pauseMs = 10;
/** Longest wait until everything that began has ended, in milliseconds. */
const boundMs = 120_000;

/**
 * Waits until no function runs and no message waits: what is left of the queue is hidden, and comes
 * again with the clock.
 *
 * @throws {Error} if that takes too long.
 */
export async function untilQuiet(control: Control, queueUrl: string): Promise<void> {
  const until = performance.now() + boundMs;
  for (let quiet = 0; quiet < 2; await sleep(pauseMs)) {
    const [queues, running] = await Promise.all([control.queues(), control.runningInvocations()]);
    const { visible, delayed } = queueOf(queues, queueUrl);
    quiet = visible + delayed + running === 0 ? quiet + 1 : 0;
    if (performance.now() < until) continue;
    throw new Error(
      `${visible + delayed} messages wait and ${running} functions run after ${boundMs / 1000} s. Expected: none`,
    );
  }
}

function queueOf(queues: Awaited<ReturnType<Control['queues']>>, queueUrl: string) {
  const found = queues.find(({ url }) => url === queueUrl);
  if (!found) throw new Error(`the stage has no queue ${queueUrl}`);
  return found;
}

/** The queue's visibility timeout and a bit: when a message that failed comes again. */
export const redeliveryMs = 361_000;

/** Moves the clock, and waits for all that comes of it. */
export async function advance(control: Control, queueUrl: string, ms: number): Promise<void> {
  await untilQuiet(control, queueUrl);
  await control.advance(ms);
  await untilQuiet(control, queueUrl);
}
