import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createWorkLimit, type Waiter } from '../../src/functions/work-limit.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

const processors = 2;

function limitWith({ spare = 0 } = {}) {
  const machine = { spare };
  const spareTime = vi.fn(() => machine.spare);
  const limit = createWorkLimit({ processors, spareTime });
  return { limit, machine, spareTime };
}

/** A function with this many waiting invocations, which takes whatever room there is. */
function waiterOf(limit: ReturnType<typeof createWorkLimit>, waiting: number, { stalledMs = 0 } = {}) {
  const state = { waiting, begun: 0, stalledMs, grown: 0 };
  const waiter: Waiter = {
    proceed() {
      while (state.waiting > 0 && limit.hasRoom()) {
        state.waiting -= 1;
        state.begun += 1;
        limit.begin();
      }
      if (state.waiting > 0) limit.wait(waiter);
      else limit.leave(waiter);
    },
    grow() {
      state.grown += 1;
    },
    stalledMs: () => state.stalledMs,
  };
  waiter.proceed();
  return state;
}

/** Lets a look come due, and what it puts off until the thread has read its messages. */
async function look(times = 1): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    vi.advanceTimersByTime(20);
    await setImmediate();
  }
}

describe('the work limit', () => {
  it('gives each processor one environment, and the others those that end', () => {
    const { limit } = limitWith();
    const waiter = waiterOf(limit, 5);
    expect(waiter.begun).toBe(processors);
    limit.end();
    expect(waiter.begun).toBe(processors + 1);
  });

  it('doubles as long as processors have time to spare, so that those who wait for something else get one each', async () => {
    const { limit } = limitWith({ spare: 0.9 });
    const waiter = waiterOf(limit, 32);
    const begun: number[] = [];
    for (let count = 0; count < 4; count += 1) {
      await look();
      begun.push(waiter.begun);
    }
    expect(begun).toEqual([4, 8, 16, 32]);
  });

  it('asks a function to start more only where there is time to spare', async () => {
    const { limit, machine } = limitWith();
    const waiter = waiterOf(limit, 32);
    await look(5);
    expect(waiter.grown).toBe(0);
    machine.spare = 0.5;
    await look();
    expect(waiter.grown).toBe(1);
  });

  it('stays where processors are busy, and comes down to them again', async () => {
    const { limit, machine } = limitWith({ spare: 0.9 });
    const waiter = waiterOf(limit, 40);
    await look(2);
    machine.spare = 0;
    await look(10);
    expect(waiter.begun).toBe(8);
    for (let count = 0; count < 6; count += 1) limit.end();
    expect(waiter.begun).toBeLessThanOrEqual(9);
    await look(10);
    for (let count = 0; count < 2; count += 1) limit.end();
    expect(limit.hasRoom()).toBe(false);
  });

  it('lets one more work for the function that has stalled longest, where what it waits for may wait for it', async () => {
    const { limit } = limitWith();
    waiterOf(limit, 2);
    const short = waiterOf(limit, 1, { stalledMs: 300 });
    const long = waiterOf(limit, 1, { stalledMs: 900 });
    vi.advanceTimersByTime(300);
    await look();
    expect([short.begun, long.begun]).toEqual([0, 1]);
    await look(3);
    expect(short.begun).toBe(0);
    await look(15);
    expect(short.begun).toBe(1);
  });

  it('serves functions in turn', () => {
    const { limit } = limitWith();
    waiterOf(limit, 2);
    const first = waiterOf(limit, 5);
    const second = waiterOf(limit, 5);
    for (let count = 0; count < 4; count += 1) limit.end();
    expect([first.begun, second.begun]).toEqual([2, 2]);
  });

  it('looks at the processors while something waits, and no longer when nothing does', async () => {
    const { limit, spareTime } = limitWith();
    waiterOf(limit, 3);
    await look(2);
    const looks = spareTime.mock.calls.length;
    limit.end();
    await look(5);
    expect(spareTime).toHaveBeenCalledTimes(looks + 1);
  });

  it('looks no longer once it is closed', async () => {
    const { limit, spareTime } = limitWith();
    waiterOf(limit, 3);
    limit.close();
    spareTime.mockClear();
    await look(3);
    expect(spareTime).not.toHaveBeenCalled();
  });
});
