import { batchesOf, batchesOfRoutes } from './batches.ts';
import { together } from './check.ts';
import { type Lane, openLane } from './lane.ts';
import { inLanes } from './lanes.ts';
import type { Mutation } from './mutation.ts';
import { survivorsEntry } from './survivors.ts';
import { type Trial, tryMutations, tryTogether } from './trial.ts';

/** What became of one mutation. */
export interface Outcome {
  readonly mutation: Mutation;
  readonly trial: Trial;
  /** Why it may survive, if it is listed. */
  readonly listed: string | undefined;
}

export type Verdict = 'killed' | 'listed' | 'SURVIVED' | 'ELSEWHERE' | 'STALE';

/**
 * All but `killed` and `listed` are findings. `ELSEWHERE`: noticed by a test that is about something
 * else; `STALE`: listed as a survivor, but noticed.
 */
export function verdictOf({ trial: { noticed }, listed }: Outcome): Verdict {
  if (!noticed) return listed === undefined ? 'SURVIVED' : 'listed';
  if (listed !== undefined) return 'STALE';
  return noticed.isAbout ? 'killed' : 'ELSEWHERE';
}

export interface CampaignOptions {
  /** Stages that run at once. */
  readonly lanes: number;
  /** Whether suites that are about something else are asked where none else notices. */
  readonly elsewhere: boolean;
  /** Called as the outcomes arrive; those that are listed as survivors come last. */
  readonly onOutcome: (outcome: Outcome) => void;
}

/** Mutations tried alone after which the tests that noticed are asked about the stack without any. */
const groupSize = 12;

/**
 * Tries mutations one at a time, but for those of routes that no test is about two of: they share a
 * stage, and what no test notices there is tried alone. Those that are listed as survivors are tried many
 * at a time, and each alone only if such a stage is noticed. Every test that noticed must pass on the
 * unchanged stack.
 *
 * @throws {Error} if a check fails without a mutation.
 */
export async function runCampaign(mutations: readonly Mutation[], options: CampaignOptions): Promise<void> {
  const lanes: Lane[] = [];
  try {
    for (let lane = 0; lane < options.lanes; lane += 1) lanes.push(await openLane());
    const { listed, others } = byListing(mutations);
    await inLanes(
      groupsOf(others),
      lanes,
      (group, lane) => tryGroup(lane, group, options.elsewhere),
      (_, outcomes) => outcomes.forEach(options.onOutcome),
    );
    await inLanes(
      batchesOfListed(listed),
      lanes,
      (batch, lane) => tryListed(lane, batch),
      (_, outcomes) => outcomes.forEach(options.onOutcome),
    );
  } finally {
    await Promise.all(lanes.map((lane) => lane.close()));
  }
}

const batchesOfListed = (listed: readonly Mutation[]) => batchesOf(listed, ({ address }) => [address]);

function byListing(mutations: readonly Mutation[]) {
  const { listed = [], others = [] } = Object.groupBy(mutations, ({ id }) =>
    survivorsEntry(id) ? 'listed' : 'others',
  );
  return { listed, others };
}

/** How many stacks a campaign runs if all goes well. */
export function stacksOf(mutations: readonly Mutation[]): number {
  const { listed, others } = byListing(mutations);
  return batchesOfRoutes(others).length + batchesOfListed(listed).length;
}

/** A batch that shares a stage, or some mutations that are tried alone. */
function groupsOf(mutations: readonly Mutation[]): readonly (readonly Mutation[])[] {
  const groups: Mutation[][] = [];
  for (const batch of batchesOfRoutes(mutations)) {
    const last = groups.at(-1);
    if (batch.length > 1 || !last || last.length >= groupSize || last[0]?.sharesStage) groups.push([...batch]);
    else last.push(...batch);
  }
  return groups;
}

/** What a stage has kept of a trial may end the next: a group that cannot be tried is tried once more, on a new one. */
async function tryGroup(lane: Lane, group: readonly Mutation[], elsewhere: boolean): Promise<readonly Outcome[]> {
  try {
    return await tryGroupOnce(lane, group, elsewhere);
  } catch {
    await lane.renew();
    return tryGroupOnce(lane, group, elsewhere);
  }
}

async function tryGroupOnce(lane: Lane, group: readonly Mutation[], elsewhere: boolean): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const batch of batchesOfRoutes(group)) {
    const together = batch.length > 1 ? await tryTogether(lane, batch) : new Map<Mutation, Trial>();
    for (const mutation of batch) {
      const trial = together.get(mutation) ?? (await tryMutations(lane, [mutation], mutation.checks, elsewhere));
      outcomes.push({ mutation, trial, listed: undefined });
    }
  }
  if (await allPassUnchanged(lane, outcomes)) return outcomes;
  // Something that was tried has left its traces: each again, on a stage of its own.
  const again: Outcome[] = [];
  for (const outcome of outcomes) again.push(await tryAgain(lane, outcome, elsewhere));
  return again;
}

/** The stack whose throttles are as they are differs from the other: each is asked what it was asked. */
async function allPassUnchanged(lane: Lane, outcomes: readonly Outcome[]): Promise<boolean> {
  for (const isOfThrottles of [false, true]) {
    const checks = outcomes
      .filter(({ mutation }) => mutation.isOfThrottles === isOfThrottles)
      .flatMap(({ trial: { noticed } }) => (noticed?.check ? [noticed.check] : []));
    if (checks.length > 0 && (await failureUnchanged(lane, checks, isOfThrottles)) !== undefined) return false;
  }
  return true;
}

async function failureUnchanged(lane: Lane, checks: Parameters<typeof together>[0], isOfThrottles: boolean) {
  const { noticed } = await tryMutations(lane, [{ ...nothing, isOfThrottles }], together(checks), false);
  return noticed;
}

const nothing: Mutation = {
  id: '',
  address: '',
  description: 'nothing',
  checks: [],
  operations: [],
  sharesStage: false,
  isOfThrottles: false,
  needsNewStage: false,
  apply: () => {},
};

async function tryAgain(lane: Lane, { mutation, trial, listed }: Outcome, elsewhere: boolean): Promise<Outcome> {
  const check = trial.noticed?.check;
  if (!check) return { mutation, trial, listed };
  await lane.renew();
  const failure = await failureUnchanged(lane, [check], mutation.isOfThrottles);
  if (failure) {
    throw new Error(
      `without a mutation, ${failure.by} fails: ${failure.message}. Expected: it passes before it can tell anything of ${mutation.id}`,
    );
  }
  return { mutation, trial: await tryMutations(lane, [mutation], mutation.checks, elsewhere), listed };
}

async function tryListed(lane: Lane, batch: readonly Mutation[]): Promise<readonly Outcome[]> {
  const trial = await tryTwice(lane, batch);
  const outcomes: Outcome[] = [];
  for (const mutation of batch) {
    const own = trial.noticed ? await tryTwice(lane, [mutation]) : { ...trial, seconds: trial.seconds / batch.length };
    outcomes.push({ mutation, trial: own, listed: survivorsEntry(mutation.id)?.reason });
  }
  return outcomes;
}

/** Nothing is expected to notice: what does is asked once more, on a stage without the traces of what was tried before. */
async function tryTwice(lane: Lane, batch: readonly Mutation[]): Promise<Trial> {
  const checks = together(batch.flatMap((mutation) => mutation.checks));
  const trial = await tryMutations(lane, batch, checks, false);
  if (!trial.noticed) return trial;
  await lane.renew();
  return tryMutations(lane, batch, checks, false);
}
