import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPacer, type Limits, shareOf, shares } from './pace.ts';

/** A pacer whose time is what it was told to sleep: when each request was sent. */
async function sentAt(limits: Limits, requests: number): Promise<readonly number[]> {
  const slept: number[] = [];
  const pacer = createPacer({ now: () => 1000, sleep: async (ms) => void slept.push(ms) });
  await Promise.all(Array.from({ length: requests }, () => pacer.turn('GET /projects', limits)));
  return [...Array.from({ length: requests - slept.length }, () => 0), ...slept];
}

test('a burst goes at once, the rest in turn', async () => {
  expect(await sentAt({ ratePerSecond: 2, burst: 3 }, 6)).toEqual([0, 0, 0, 500, 1000, 1500]);
});

test('names do not wait for each other', async () => {
  const slept: number[] = [];
  const pacer = createPacer({ now: () => 0, sleep: async (ms) => void slept.push(ms) });
  await pacer.turn('a', { ratePerSecond: 1, burst: 1 });
  await pacer.turn('b', { ratePerSecond: 1, burst: 1 });
  expect(slept).toEqual([]);
});

test('a bucket that rested is no fuller than its burst', async () => {
  let time = 0;
  const slept: number[] = [];
  const pacer = createPacer({ now: () => time, sleep: async (ms) => void slept.push(ms) });
  await pacer.turn('a', { ratePerSecond: 1, burst: 1 });
  time = 60_000;
  for (let request = 0; request < 3; request += 1) await pacer.turn('a', { ratePerSecond: 1, burst: 1 });
  expect(slept).toEqual([1000, 2000]);
});

test('a throttle sees less than half of what it allows, whatever comes', async () => {
  const limits = fc.record({ ratePerSecond: fc.integer({ min: 1, max: 50 }), burst: fc.integer({ min: 3, max: 50 }) });
  await fc.assert(
    fc.asyncProperty(limits, fc.integer({ min: 1, max: 60 }), async (throttle, requests) => {
      const times = await sentAt(shareOf(throttle, shares.othersNeedIt), requests);
      for (const [index, at] of times.entries()) {
        const allowed = throttle.burst / 2 + (at / 1000) * (throttle.ratePerSecond / 2);
        expect(index + 1).toBeLessThan(allowed);
      }
    }),
  );
});
