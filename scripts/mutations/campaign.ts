import { batchesOf } from './batches.ts';
import { type Checks, createChecks } from './checks.ts';
import { inLanes } from './lanes.ts';
import type { Mutation } from './mutation.ts';
import { survivorsEntry } from './survivors.ts';
import { type Trial, tryMutations } from './trial.ts';

/** What became of one mutation. */
export interface Outcome {
  readonly mutation: Mutation;
  readonly trial: Trial;
  /** Why it may survive, if it is listed. */
  readonly listed: string | undefined;
}

export type Verdict = 'killed' | 'listed' | 'SURVIVED' | 'STALE';

/** `SURVIVED` and `STALE` (listed as a survivor, but noticed) are findings. */
export function verdictOf({ trial, listed }: Outcome): Verdict {
  if (trial.noticedBy === undefined) return listed === undefined ? 'SURVIVED' : 'listed';
  return listed === undefined ? 'killed' : 'STALE';
}

/** Stages that run at once. */
const lanes = 2;

export interface CampaignEvents {
  /** The unchanged stack keeps every promise. */
  readonly onUnchanged: (trial: Trial) => void;
  /** Called in the order of the mutations, those that are listed as survivors last. */
  readonly onOutcome: (outcome: Outcome) => void;
}

/**
 * Tries mutations one at a time, and those that are listed as survivors many at a time: only if such a
 * stage is noticed is each tried by itself.
 *
 * @throws {Error} if the checks fail without a mutation.
 */
export async function runCampaign(mutations: readonly Mutation[], events: CampaignEvents): Promise<void> {
  const workers: Checks[] = [];
  try {
    for (let lane = 0; lane < lanes; lane += 1) workers.push(await createChecks());
    const groups = groupsOf(mutations);
    await inLanes([[], ...groups], workers, tryGroup, (group, outcomes) => {
      if (group.length === 0) checkUnchanged(outcomes[0]?.trial, events);
      else outcomes.forEach(events.onOutcome);
    });
  } finally {
    await Promise.all(workers.map((checks) => checks.close()));
  }
}

function groupsOf(mutations: readonly Mutation[]): readonly (readonly Mutation[])[] {
  const { listed = [], others = [] } = Object.groupBy(mutations, ({ id }) =>
    survivorsEntry(id) ? 'listed' : 'others',
  );
  return [...others.map((mutation) => [mutation]), ...batchesOf(listed)];
}

async function tryGroup(group: readonly Mutation[], checks: Checks): Promise<readonly Outcome[]> {
  const trial = await tryMutations(group, checks);
  const [first, ...others] = group;
  if (first === undefined) return [{ mutation: nothing, trial, listed: undefined }];
  if (trial.noticedBy !== undefined && others.length > 0) {
    const outcomes: Outcome[] = [];
    for (const mutation of group) outcomes.push(...(await tryGroup([mutation], checks)));
    return outcomes;
  }
  const share = { ...trial, seconds: trial.seconds / group.length };
  return group.map((mutation) => ({ mutation, trial: share, listed: survivorsEntry(mutation.id)?.reason }));
}

const nothing: Mutation = { id: '', address: '', description: 'nothing', suites: [], apply: () => {} };

function checkUnchanged(trial: Trial | undefined, { onUnchanged }: CampaignEvents): void {
  if (!trial || trial.noticedBy !== undefined) {
    throw new Error(
      `without a mutation, ${trial?.noticedBy} fails: ${trial?.message}. Expected: all checks pass before one can tell anything of a mutation`,
    );
  }
  onUnchanged(trial);
}
