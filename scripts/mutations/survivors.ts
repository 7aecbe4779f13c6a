import type { Mutation } from './mutation.ts';

/** Mutations that no check can notice, and why that is right. */
export interface Survivors {
  /** Matches the ids of the mutations. */
  readonly pattern: RegExp;
  readonly reason: string;
}

/**
 * What survives by design. Each pattern must match a mutation, and everything it matches must go
 * unnoticed: an entry that is no longer true fails the test.
 */
const survivors: readonly Survivors[] = [
  {
    pattern: /^grant-(removed|narrowed):.*:OwnLogGroup\//,
    reason: 'the local stage keeps the log of a function itself, without asking its role',
  },
  {
    pattern: /^grant-(removed|narrowed):.*:Tracing\//,
    reason: 'there is no X-Ray on localhost, and callers see nothing of traces',
  },
  {
    pattern: /^variable:.*:(ENVIRONMENT|NODE_OPTIONS|POWERTOOLS_\w+)\/removed$/,
    reason: 'they change what the log says, and nothing that a caller sees',
  },
];

export function survivorsEntry(id: string): Survivors | undefined {
  return survivors.find(({ pattern }) => pattern.test(id));
}

/** Entries that match no mutation of the stack. */
export function entriesWithoutMutation(mutations: readonly Mutation[]): readonly Survivors[] {
  return survivors.filter(({ pattern }) => !mutations.some(({ id }) => pattern.test(id)));
}
