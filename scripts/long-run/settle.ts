import { setTimeout as sleep } from 'node:timers/promises';
import type { StageOutputs } from '../../contracts/stage-outputs.ts';
import type { Callers } from './callers.ts';
import type { Control } from './control.ts';
import type { ExportLedger } from './exports.ts';
import { bodiesIn, isPoison, messagesIn } from './queues.ts';

export interface SettleOptions {
  readonly outputs: StageOutputs;
  readonly control: Control;
  readonly callers: Callers;
  readonly exports: ExportLedger;
  /** Messages that were sent to fail. */
  readonly poison: number;
}

/** What the queues hold once everything has ended. */
export interface Settled {
  readonly left: number;
  /** Bodies of the messages in the dead-letter queue. */
  readonly dead: readonly string[];
}

/** The queue's visibility timeout and a bit, in milliseconds: when a message that failed comes again. */
const redeliveryMs = 361_000;
/** Receives after which a message is given up, and some for what failed on the way. */
const mostRedeliveries = 8;
const boundMs = 5_000;
const pauseMs = 300;

/** Lets every accepted export end: without faults, and with the stage's clock moved past each wait for a redelivery. */
export async function settle({ outputs, control, callers, exports }: SettleOptions): Promise<Settled> {
  await control.clearFaults();
  await exports.settle(boundMs);
  let left = await messagesIn(outputs.exportQueueUrl);
  for (let round = 0; round < mostRedeliveries && (left > 0 || exports.unfinished().length > 0); round += 1) {
    await control.advance(redeliveryMs);
    await callers.renewTokens();
    await exports.settle(boundMs);
    left = await untilQuiet(outputs.exportQueueUrl, left);
  }
  return { left, dead: await bodiesIn(outputs.exportDeadLetterQueueUrl) };
}

/** Waits while the worker is at it: until the count no longer changes. */
async function untilQuiet(queueUrl: string, before: number): Promise<number> {
  let count = before;
  for (let quiet = 0; quiet < 3; ) {
    await sleep(pauseMs);
    const now = await messagesIn(queueUrl);
    quiet = now === count ? quiet + 1 : 0;
    count = now;
  }
  return count;
}

/** @returns what is wrong with how it ended. */
export function settlingFaults({ left, dead }: Settled, { exports, poison }: SettleOptions): readonly string[] {
  const unfinished = exports
    .unfinished()
    .map(({ exportId }) => `the export ${exportId} was accepted and has not ended`);
  const unexplained = exports.accepted
    .filter(({ outcome, reason }) => outcome === 'failed' && reason === undefined)
    .map(({ exportId }) => `the export ${exportId} failed without a reason`);
  const forgotten = left === 0 ? [] : [`${left} messages are left in the export queue. Expected: none`];
  return [...unfinished, ...unexplained, ...forgotten, ...deadLetterFaults(dead, exports, poison)];
}

/** A dead letter is one that was sent to fail, or its export's caller knows that it failed. */
function deadLetterFaults(dead: readonly string[], exports: ExportLedger, poison: number): readonly string[] {
  const found = dead.filter(isPoison).length;
  const failed = exports.accepted.filter(({ outcome }) => outcome === 'failed').map(({ exportId }) => exportId);
  const unaccounted = dead.filter((body) => !isPoison(body) && !failed.some((exportId) => body.includes(exportId)));
  return [
    ...(found === poison ? [] : [`${found} of ${poison} messages that were sent to fail are in the dead-letter queue`]),
    ...unaccounted.map((body) => `a dead letter whose export has not failed: ${body}`),
  ];
}
