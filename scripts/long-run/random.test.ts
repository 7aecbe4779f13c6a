import { expect, test } from 'vitest';
import { createRandom, pickWeighted } from './random.ts';

const first = (seed: number) => {
  const random = createRandom(seed);
  return Array.from({ length: 1000 }, () => random());
};

test('a seed gives the same numbers each time, another seed others', () => {
  expect(first(7)).toEqual(first(7));
  expect(first(7)).not.toEqual(first(8));
});

test('the numbers are spread from 0 up to 1', () => {
  const numbers = first(1);
  for (let part = 0; part < 10; part += 1) {
    const found = numbers.filter((number) => number >= part / 10 && number < (part + 1) / 10);
    expect(found.length).toBeGreaterThan(60);
  }
});

test('a row is picked as often as its weight says', () => {
  const random = createRandom(1);
  const rows = [
    { name: 'often', weight: 9 },
    { name: 'seldom', weight: 1 },
    { name: 'never', weight: 0 },
  ];
  const picked = Array.from({ length: 1000 }, () => pickWeighted(random, rows).name);
  const counts = Map.groupBy(picked, (name) => name);
  expect(counts.get('seldom')?.length).toBeGreaterThan(60);
  expect(counts.get('seldom')?.length).toBeLessThan(140);
  expect(counts.has('never')).toBe(false);
});
