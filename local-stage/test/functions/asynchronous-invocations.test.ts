import { describe, expect, it } from 'vitest';
import { createClock } from '../../src/clock.ts';
import { createAsynchronousInvocations } from '../../src/functions/asynchronous-invocations.ts';
import type { InvocationResult } from '../../src/functions/invoker.ts';

const answer = (functionError?: 'Unhandled'): InvocationResult => ({
  kind: 'answer',
  requestId: 'r',
  payload: 'null',
  functionError,
  durationMs: 1,
});
const throttle: InvocationResult = { kind: 'throttle', reason: 'ConcurrentInvocationLimitExceeded' };
const minute = 60_000;

/** @param outcomes of one attempt after the other; the last one repeats. */
function start(...outcomes: readonly (InvocationResult | Error)[]) {
  const clock = createClock(0);
  const attempts: number[] = [];
  const events: string[] = [];
  const requestIds: (string | undefined)[] = [];
  const notices: string[] = [];
  const invocations = createAsynchronousInvocations({
    clock,
    invoker: {
      async invoke(_functionArn, event, options) {
        const outcome = outcomes[Math.min(attempts.length, outcomes.length - 1)] ?? answer();
        attempts.push(clock.now());
        events.push(event);
        requestIds.push(options?.requestId);
        if (outcome instanceof Error) throw outcome;
        return outcome;
      },
    },
    onNotice: (notice) => notices.push(notice),
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    ...{ invocations, attempts, events, requestIds, notices },
    async advance(ms: number) {
      await settle();
      clock.advance(ms);
      await settle();
    },
  };
}

describe('an asynchronous invocation', () => {
  it('is made at once, and once where it succeeds', async () => {
    const stage = start(answer());
    stage.invocations.invoke('f', '{"a":1}', 's');
    expect(stage.attempts).toEqual([0]);
    await stage.advance(60 * minute);
    expect(stage.events).toEqual(['{"a":1}']);
    expect(stage.notices).toEqual([]);
  });

  it('that fails is tried again after 1 and 2 minutes, then dropped', async () => {
    const stage = start(answer('Unhandled'));
    stage.invocations.invoke('f', '{"a":1}', 'aws_scheduler_schedule.s');
    await stage.advance(minute - 1);
    expect(stage.attempts).toEqual([0]);
    await stage.advance(1);
    expect(stage.attempts).toEqual([0, minute]);
    await stage.advance(2 * minute - 1);
    expect(stage.attempts).toEqual([0, minute]);
    expect(stage.notices).toEqual([]);
    await stage.advance(1);
    await stage.advance(60 * minute);
    expect(stage.attempts).toEqual([0, minute, 3 * minute]);
    expect(stage.events).toEqual(['{"a":1}', '{"a":1}', '{"a":1}']);
    expect(new Set(stage.requestIds).size).toBe(1);
    expect(stage.requestIds[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(stage.notices).toEqual([
      'aws_scheduler_schedule.s: an event for f was dropped: the function failed 3 times',
    ]);
  });

  it('is over with the try that succeeds', async () => {
    const stage = start(answer('Unhandled'), answer());
    stage.invocations.invoke('f', '{}', 's');
    await stage.advance(minute);
    await stage.advance(60 * minute);
    expect(stage.attempts).toEqual([0, minute]);
    expect(stage.notices).toEqual([]);
  });

  it('that is throttled waits ever longer, which counts as no failure', async () => {
    const stage = start(throttle, throttle, throttle, answer('Unhandled'), answer());
    stage.invocations.invoke('f', '{}', 's');
    for (const seconds of [1, 2, 4, 60]) await stage.advance(seconds * 1000);
    expect(stage.attempts).toEqual([0, 1000, 3000, 7000, 67_000]);
    expect(stage.notices).toEqual([]);
  });

  it('that stays throttled is tried every 5 minutes, and dropped after 6 hours', async () => {
    const stage = start(throttle);
    stage.invocations.invoke('f', '{}', 's');
    for (let minutes = 0; minutes < 361; minutes += 1) await stage.advance(minute);
    const [last = 0, beforeLast = 0] = stage.attempts.toReversed();
    expect(last - beforeLast).toBe(5 * minute);
    expect(last).toBeGreaterThan(354 * minute);
    expect(stage.notices).toEqual(['s: an event for f was dropped: it waited for 6 hours']);
  });

  it('that cannot be made is dropped', async () => {
    const stage = start(new Error('Function not found: f'));
    stage.invocations.invoke('f', '{}', 's');
    await stage.advance(60 * minute);
    expect(stage.attempts).toEqual([0]);
    expect(stage.notices).toEqual(['s: an event for f was dropped: Function not found: f']);
  });

  it('is tried no more once all is closed', async () => {
    const stage = start(answer('Unhandled'));
    stage.invocations.invoke('f', '{}', 's');
    await stage.advance(0);
    await stage.invocations.close();
    stage.invocations.invoke('f', '{}', 's');
    await stage.advance(60 * minute);
    expect(stage.attempts).toEqual([0]);
    expect(stage.notices).toEqual([]);
  });
});
