import { describe, expect, it } from 'vitest';
import { createConcurrencyLimits } from '../../src/functions/concurrency-limits.ts';
import { functionOf } from './stage-functions.ts';

const named = (name: string, reservedConcurrency?: number) =>
  functionOf('', { name, packagePath: '/unread.zip', reservedConcurrency });

describe('the concurrency of the account', () => {
  it('is shared by the functions without a reservation, less what is reserved', () => {
    const [first, second, reserved] = [named('first'), named('second'), named('reserved', 900)];
    const limits = createConcurrencyLimits([first, second, reserved]);
    for (let index = 0; index < 50; index += 1) {
      expect([limits.acquire(first), limits.acquire(second)]).toEqual([undefined, undefined]);
    }
    expect(limits.acquire(first)).toBe('ConcurrentInvocationLimitExceeded');
    expect(limits.acquire(reserved)).toBeUndefined();
    limits.release(second);
    expect(limits.acquire(first)).toBeUndefined();
  });

  it('is 1000', () => {
    const only = named('only');
    const limits = createConcurrencyLimits([only]);
    const refused = Array.from({ length: 1001 }, () => limits.acquire(only)).filter((reason) => reason !== undefined);
    expect(refused).toHaveLength(1);
  });
});
