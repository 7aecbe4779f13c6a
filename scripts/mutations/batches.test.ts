import { expect, test } from 'vitest';
import { batchesOf } from './batches.ts';
import type { Mutation } from './mutation.ts';

const mutation = (id: string, address: string): Mutation => ({
  id,
  address,
  description: '',
  checks: [],
  operations: [],
  sharesStage: false,
  isOfThrottles: false,
  needsNewStage: false,
  apply: () => {},
});
const idsOf = (mutations: readonly Mutation[]) =>
  batchesOf(mutations, ({ address }) => [address]).map((batch) => batch.map(({ id }) => id));

test('two mutations of one resource never share a stage', () => {
  expect(idsOf([mutation('a1', 'a'), mutation('a2', 'a'), mutation('b1', 'b'), mutation('a3', 'a')])).toEqual([
    ['a1', 'b1'],
    ['a2'],
    ['a3'],
  ]);
});

test('a stage takes 100 mutations', () => {
  const many = Array.from({ length: 105 }, (_, index) => mutation(`${index}`, `${index}`));
  expect(idsOf(many).map(({ length }) => length)).toEqual([100, 5]);
});
