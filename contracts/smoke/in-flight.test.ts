import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createInFlight } from './in-flight.ts';

test('no more run at once than it allows, in the order in which they came, failures too', async () => {
  const inFlight = createInFlight(2);
  let running = 0;
  let most = 0;
  const begun: number[] = [];
  const runs = [1, 2, 3, 4, 5].map((number) =>
    inFlight(async () => {
      begun.push(number);
      running += 1;
      most = Math.max(most, running);
      await setTimeout(1);
      running -= 1;
      if (number === 2) throw new Error('the second fails');
      return number;
    }),
  );
  const ended = await Promise.allSettled(runs);
  expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
  expect(begun).toEqual([1, 2, 3, 4, 5]);
  expect(most).toBe(2);
  expect(await inFlight(async () => 'free again')).toBe('free again');
});
