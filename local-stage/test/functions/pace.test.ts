import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPace } from '../../src/functions/pace.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

/** Several, so that their average is theirs. */
function finish(pace: ReturnType<typeof createPace>, handlerMs: number): void {
  for (let count = 0; count < 30; count += 1) pace.finished(handlerMs);
}

/** Lets a timer of the pace come due, and what it puts off until the thread has read its messages. */
async function pass(ms: number): Promise<void> {
  vi.advanceTimersByTime(ms);
  await setImmediate();
}

describe('the pace of a function', () => {
  it('is not short before anything is known', () => {
    expect(createPace(() => undefined).isShort()).toBe(false);
  });

  it('is short once invocations take less than a millisecond, and no longer when they take more', () => {
    const pace = createPace(() => undefined);
    finish(pace, 0.2);
    expect(pace.isShort()).toBe(true);
    finish(pace, 3);
    expect(pace.isShort()).toBe(false);
  });

  it('takes an invocation without an answer for a long one, whatever its time', () => {
    const pace = createPace(() => undefined);
    finish(pace, 0.2);
    for (let count = 0; count < 3; count += 1) pace.finished(Number.POSITIVE_INFINITY);
    expect(pace.isShort()).toBe(false);
  });

  it('tells those who wait when none finishes for two milliseconds, and is no longer short', async () => {
    const onStall = vi.fn();
    const pace = createPace(onStall);
    finish(pace, 0.2);
    pace.watch();
    await pass(1);
    expect(onStall).not.toHaveBeenCalled();
    await pass(2);
    expect(onStall).toHaveBeenCalledTimes(1);
    expect(pace.isShort()).toBe(false);
  });

  it('goes on watching while invocations finish', async () => {
    const onStall = vi.fn();
    const pace = createPace(onStall);
    finish(pace, 0.2);
    pace.watch();
    await pass(1);
    pace.finished(0.2);
    await pass(1);
    expect(onStall).not.toHaveBeenCalled();
    await pass(2);
    expect(onStall).toHaveBeenCalledTimes(1);
  });

  it('watches no longer once it is closed', async () => {
    const onStall = vi.fn();
    const pace = createPace(onStall);
    pace.watch();
    pace.close();
    await pass(10);
    expect(onStall).not.toHaveBeenCalled();
  });
});
