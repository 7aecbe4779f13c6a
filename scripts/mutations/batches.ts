import type { Mutation } from './mutation.ts';

/** Most mutations that share a stage. */
const largestBatch = 100;

/**
 * Mutations that share a stage: none can undo another, and no test is about two of them. The order of
 * the mutations is kept within a batch.
 *
 * @param partsOf what a mutation must have for itself.
 */
export function batchesOf(
  mutations: readonly Mutation[],
  partsOf: (mutation: Mutation) => readonly string[],
): readonly (readonly Mutation[])[] {
  const batches: { readonly taken: Set<string>; readonly mutations: Mutation[] }[] = [];
  for (const mutation of mutations) {
    const parts = partsOf(mutation);
    let batch = batches.find(
      ({ taken, mutations: all }) => all.length < largestBatch && !parts.some((part) => taken.has(part)),
    );
    if (!batch) {
      batch = { taken: new Set(), mutations: [] };
      batches.push(batch);
    }
    for (const part of parts) batch.taken.add(part);
    batch.mutations.push(mutation);
  }
  return batches.map((batch) => batch.mutations);
}

/**
 * Batches of mutations of routes, by the suites that are asked; what cannot share a stage comes alone.
 */
export function batchesOfRoutes(mutations: readonly Mutation[]): readonly (readonly Mutation[])[] {
  const { sharing = [], alone = [] } = Object.groupBy(mutations, ({ sharesStage }) =>
    sharesStage ? 'sharing' : 'alone',
  );
  const suitesOf = ({ checks, isOfThrottles }: Mutation) => [isOfThrottles, checks[0]?.file].join(' ');
  return [
    ...[...Map.groupBy(sharing, suitesOf).values()].flatMap((same) =>
      batchesOf(same, ({ address, operations }) => [address, ...operations]),
    ),
    ...alone.map((mutation) => [mutation]),
  ];
}
