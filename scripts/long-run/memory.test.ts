import { expect, test } from 'vitest';
import { type MemoryMinute, type MemorySample, memoryByMinute, memoryFaults } from './memory.ts';

const minutesOf = (...stageMb: readonly number[]): readonly MemoryMinute[] =>
  stageMb.map((megabytes, index) => ({ minute: index + 1, stageMb: megabytes, childrenMb: 1, environments: 40 }));

test('each minute has the least of its samples; one of few samples says nothing', () => {
  const samples = [102, 104, 103, 101, 150, 190, 101, 101, 101, 900].map(
    (stageMb, index): MemorySample => ({ at: index * 6000, stageMb, childrenMb: 10, environments: 40 }),
  );
  const next: MemorySample = { at: 60_000, stageMb: 500, childrenMb: 10, environments: 40 };
  expect(memoryByMinute([...samples, next])).toEqual([{ minute: 1, stageMb: 101, childrenMb: 10, environments: 40 }]);
});

test('what the first minute needs, and up to a tenth after it, is no growth', () => {
  expect(memoryFaults(minutesOf(100, 500, 549, 550, 400))).toEqual([]);
});

test('more than a tenth after the first minute is a leak', () => {
  expect(memoryFaults(minutesOf(100, 500, 551))).toEqual([
    'memory grew from 500 MB in minute 2 to 551 MB in minute 3. Expected: at most 10 % more',
  ]);
});
