import type { Mutation } from './mutation.ts';

/** Most mutations that share a stage. */
const largestBatch = 40;

/**
 * Mutations that are tried together: at most one a resource, so that none of them can undo another.
 * The order of the mutations is kept within a batch.
 */
export function batchesOf(mutations: readonly Mutation[]): readonly (readonly Mutation[])[] {
  const batches: { readonly addresses: Set<string>; readonly mutations: Mutation[] }[] = [];
  for (const mutation of mutations) {
    let batch = batches.find(
      ({ addresses, mutations: taken }) => !addresses.has(mutation.address) && taken.length < largestBatch,
    );
    if (!batch) {
      batch = { addresses: new Set(), mutations: [] };
      batches.push(batch);
    }
    batch.addresses.add(mutation.address);
    batch.mutations.push(mutation);
  }
  return batches.map((batch) => batch.mutations);
}
