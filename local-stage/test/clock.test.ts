import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createClock } from '../src/clock.ts';
import { sharedTimeReader } from '../src/shared-time.ts';

describe('a frozen clock', () => {
  it('stands still until it is advanced', () => {
    const clock = createClock(1000);
    expect(clock.now()).toBe(1000);
    clock.advance(250);
    expect(clock.now()).toBe(1250);
  });

  it('calls what falls due in the order of its time, at that time', () => {
    const clock = createClock(0);
    const calls: string[] = [];
    clock.after(30, () => calls.push(`late at ${clock.now()}`));
    clock.after(10, () => calls.push(`early at ${clock.now()}`));
    clock.after(10, () => calls.push(`second at ${clock.now()}`));
    clock.after(31, () => calls.push('not yet'));
    clock.advance(30);
    expect(calls).toEqual(['early at 10', 'second at 10', 'late at 30']);
    expect(clock.now()).toBe(30);
  });

  it('calls what a call schedules within the same advance', () => {
    const clock = createClock(0);
    const calls: number[] = [];
    clock.after(10, () => clock.after(10, () => calls.push(clock.now())));
    clock.advance(20);
    expect(calls).toEqual([20]);
  });

  it('does not call what was cancelled', () => {
    const clock = createClock(0);
    const calls: string[] = [];
    const cancel = clock.after(10, () => calls.push('cancelled'));
    clock.after(10, () => calls.push('kept'));
    cancel();
    clock.advance(10);
    expect(calls).toEqual(['kept']);
  });

  it('calls once', () => {
    const clock = createClock(0);
    let calls = 0;
    clock.after(0, () => {
      calls += 1;
    });
    clock.advance(0);
    clock.advance(100);
    expect(calls).toBe(1);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses to move by %d ms', (byMs) => {
    expect(() => createClock(0).advance(byMs)).toThrow(RangeError);
  });

  it('tells other threads the same time', () => {
    const clock = createClock(1000);
    const now = sharedTimeReader(clock.sharedTime);
    clock.advance(0.5);
    expect([clock.now(), now()]).toEqual([1001, 1001]);
  });

  it('refuses a call after NaN ms', () => {
    expect(() => createClock(0).after(Number.NaN, () => {})).toThrow(/after NaN ms/);
  });
});

describe('a running clock', () => {
  it('tells other threads how far it is ahead of their host', () => {
    const clock = createClock();
    const now = sharedTimeReader(clock.sharedTime, () => 500);
    clock.advance(60_000);
    expect(now()).toBe(60_500);
  });

  it('runs with the host, ahead by what it was advanced', () => {
    const clock = createClock();
    const before = Date.now();
    clock.advance(60_000);
    const ahead = clock.now() - before;
    expect(ahead).toBeGreaterThanOrEqual(60_000);
    expect(ahead).toBeLessThan(61_000);
  });

  it('calls back by itself when the delay has passed', async () => {
    const clock = createClock();
    const called = new Promise<number>((resolve) => {
      const start = clock.now();
      clock.after(20, () => resolve(clock.now() - start));
    });
    // The clock's own timers keep nothing alive: the test has to.
    const [elapsed] = await Promise.all([called, wait(60)]);
    expect(elapsed).toBeGreaterThanOrEqual(20);
  });

  it('calls at once what an advance made due, and sooner what it brought nearer', async () => {
    const clock = createClock();
    const calls: string[] = [];
    clock.after(3_600_000, () => calls.push('due'));
    clock.after(3_600_040, () => calls.push('nearer'));
    clock.advance(3_600_000);
    expect(calls).toEqual(['due']);
    await wait(80);
    expect(calls).toEqual(['due', 'nearer']);
  });

  it('waits out a delay that is longer than a timer takes', async () => {
    const clock = createClock();
    let called = false;
    clock.after(2 ** 31 + 1000, () => {
      called = true;
    });
    await wait(20);
    expect(called).toBe(false);
    clock.advance(2 ** 31 + 1000);
    expect(called).toBe(true);
  });
});
