import { createHash } from 'node:crypto';
import type { Mutation } from './mutation.ts';

/**
 * A sample that the seed alone decides, in the order of the mutations. A mutation that is added or
 * taken away leaves the rest of the sample as it is.
 */
export function sample(mutations: readonly Mutation[], seed: number, count: number): readonly Mutation[] {
  const drawn = mutations
    .map(({ id }) => ({ id, lot: createHash('sha256').update(`${seed} ${id}`).digest('hex') }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1))
    .slice(0, count);
  const ids = new Set(drawn.map(({ id }) => id));
  return mutations.filter(({ id }) => ids.has(id));
}

/** The mutations whose id matches a pattern, as a regular expression. */
export function matching(mutations: readonly Mutation[], pattern: string): readonly Mutation[] {
  const expression = new RegExp(pattern);
  return mutations.filter(({ id }) => expression.test(id));
}
