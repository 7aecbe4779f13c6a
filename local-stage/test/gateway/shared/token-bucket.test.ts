import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createClock } from '../../../src/clock.ts';
import { createTokenBucket } from '../../../src/gateway/token-bucket.ts';

const takeAll = (bucket: { take(): boolean }) => {
  let taken = 0;
  while (bucket.take()) taken += 1;
  return taken;
};

test('it starts full, refills at its rate and never above its burst', () => {
  const clock = createClock(0);
  const bucket = createTokenBucket({ rateLimit: 10, burstLimit: 20 }, clock);
  expect(takeAll(bucket)).toBe(20);
  clock.advance(99);
  expect(bucket.take()).toBe(false);
  clock.advance(1);
  expect(takeAll(bucket)).toBe(1);
  clock.advance(60_000);
  expect(takeAll(bucket)).toBe(20);
});

test('a rate and burst of 0 refuse every request', () => {
  const clock = createClock(0);
  const bucket = createTokenBucket({ rateLimit: 0, burstLimit: 0 }, clock);
  expect(bucket.take()).toBe(false);
  clock.advance(3_600_000);
  expect(bucket.take()).toBe(false);
});

test('refused requests cost nothing: after a second of asking there is a second of tokens', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.array(fc.integer({ min: 1, max: 40 })), (rateLimit, steps) => {
      const clock = createClock(0);
      const bucket = createTokenBucket({ rateLimit, burstLimit: rateLimit }, clock);
      takeAll(bucket);
      let taken = 0;
      for (const step of steps) {
        clock.advance(step);
        taken += takeAll(bucket);
      }
      const elapsedMs = steps.reduce((sum, step) => sum + step, 0);
      expect(taken).toBe(Math.floor((elapsedMs * rateLimit) / 1000));
    }),
  );
});
