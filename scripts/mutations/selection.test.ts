import { expect, test } from 'vitest';
import type { Mutation } from './mutation.ts';
import { matching, sample } from './selection.ts';

const mutations = Array.from(
  { length: 50 },
  (_, index): Mutation => ({
    id: `m${index}`,
    address: '',
    description: '',
    checks: [],
    operations: [],
    sharesStage: false,
    isOfThrottles: false,
    needsNewStage: false,
    apply: () => {},
  }),
);
const idsOf = (chosen: readonly Mutation[]) => chosen.map(({ id }) => id);

test('a seed gives one sample, in the order of the mutations', () => {
  const drawn = sample(mutations, 7, 8);
  expect(drawn).toHaveLength(8);
  expect(drawn).toEqual(sample(mutations, 7, 8));
  expect(drawn).toEqual(mutations.filter((mutation) => drawn.includes(mutation)));
  expect(idsOf(drawn)).not.toEqual(idsOf(sample(mutations, 8, 8)));
});

test('a sample hardly changes when a mutation goes', () => {
  const before = sample(mutations, 7, 8);
  const after = sample(
    mutations.filter((mutation) => mutation !== before[0]),
    7,
    8,
  );
  expect(after.filter((mutation) => before.includes(mutation))).toHaveLength(7);
});

test('a pattern chooses by id', () => {
  expect(idsOf(matching(mutations, '^m1\\d$'))).toHaveLength(10);
});
