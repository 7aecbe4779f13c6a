import { expect, it } from 'vitest';
import { createClock } from '../../../src/clock.ts';
import { createAvailability } from '../../../src/services/sqs/availability.ts';

/** A queue whose messages become visible at these times, and a consumer that takes a moment for each receive. */
function queueOf(visibleAt: readonly number[], receiveMs: number) {
  const clock = createClock(0);
  const received: number[] = [];
  const left = new Set(visibleAt);
  const availability = createAvailability(clock, (_queueArn, since) => {
    const later = [...left].filter((at) => at > since);
    return later.length === 0 ? undefined : Math.min(...later);
  });
  availability.subscribe('queue', () => {
    const now = clock.now();
    for (const at of [...left].filter((time) => time <= now)) {
      left.delete(at);
      received.push(at);
    }
    clock.advance(receiveMs);
    availability.hidden('queue', now);
  });
  return { clock, received };
}

it('tells of each message when it becomes visible', () => {
  const { clock, received } = queueOf([10, 20], 0);
  clock.advance(10);
  expect(received).toEqual([10]);
  clock.advance(10);
  expect(received).toEqual([10, 20]);
});

it('tells of what has become visible while its consumer was receiving', () => {
  const { clock, received } = queueOf([10, 11, 12], 5);
  clock.advance(20);
  expect(received).toEqual([10, 11, 12]);
});
