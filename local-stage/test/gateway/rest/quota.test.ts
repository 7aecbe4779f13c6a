import { describe, expect, test } from 'vitest';
import { createClock } from '../../../src/clock.ts';
import { createQuota, dayMs } from '../../../src/gateway/rest/usage/quota.ts';
import { createUsageLedger } from '../../../src/gateway/rest/usage/usage-ledger.ts';

// A Wednesday.
const wednesday = Date.UTC(2026, 5, 17);

describe('the usage of a quota', () => {
  test('of a week goes down from day to day, and begins anew', () => {
    const clock = createClock(wednesday + 5000);
    const quota = createQuota({ limit: 10, offset: 5, period: 'WEEK' }, clock);
    const use = (times: number) => Array.from({ length: times }, () => quota.take()).filter(Boolean).length;
    expect(use(3)).toBe(3);
    clock.advance(dayMs);
    expect(use(9)).toBe(7);
    // The week of offset 5 begins on Friday.
    clock.advance(dayMs);
    expect(use(4)).toBe(4);
    const days = [-1, 0, 1, 2, 3].map((day) => quota.usageOf(wednesday + day * dayMs));
    expect(days).toEqual([
      { used: 0, remaining: 10 },
      { used: 3, remaining: 7 },
      { used: 7, remaining: 0 },
      { used: 4, remaining: 6 },
      { used: 0, remaining: 6 },
    ]);
  });
});

describe('a usage ledger', () => {
  const plan = { id: 'p', throttle: { rateLimit: 1, burstLimit: 1 }, quota: undefined };

  test('keeps one meter for a plan and key', () => {
    const ledger = createUsageLedger(createClock(wednesday));
    const usage = ledger.of(plan, { id: 'k' });
    expect(ledger.of(plan, { id: 'k' })).toBe(usage);
    expect(ledger.of(plan, { id: 'l' })).not.toBe(usage);
    expect(ledger.of({ ...plan, id: 'q' }, { id: 'k' })).not.toBe(usage);
    expect(usage.quota).toBeUndefined();
    expect([usage.bucket?.take(), usage.bucket?.take()]).toEqual([true, false]);
  });
});
