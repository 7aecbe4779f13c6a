import { expect, test } from 'vitest';
import { inLanes } from './lanes.ts';

test('hands results on in the order of the items, whoever is ready first', async () => {
  const results: string[] = [];
  const slowFirst = (item: number, worker: string) =>
    new Promise<string>((resolve) => setTimeout(() => resolve(`${item} by ${worker}`), item === 1 ? 40 : 1));
  await inLanes([1, 2, 3], ['a', 'b'], slowFirst, (_item, result) => results.push(result));
  expect(results).toEqual(['1 by a', '2 by b', '3 by b']);
});

test('begins nothing new after a failure', async () => {
  const begun: number[] = [];
  const failing = async (item: number) => {
    begun.push(item);
    if (item === 1) throw new Error('the stage is gone');
    await new Promise((resolve) => setTimeout(resolve, 5));
  };
  await expect(inLanes([1, 2, 3, 4], ['a', 'b'], failing, () => {})).rejects.toThrow('the stage is gone');
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(begun).toEqual([1, 2]);
});
