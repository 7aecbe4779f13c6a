import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { command } from './command.ts';
import { type Outcome, runCampaign, verdictOf } from './mutations/campaign.ts';
import { type Mutation, mutationsOf } from './mutations/mutation.ts';
import { operators } from './mutations/operators.ts';
import { byCheck, heading, listing, row, totals } from './mutations/report.ts';
import { matching, sample } from './mutations/selection.ts';
import { entriesWithoutMutation, survivorsEntry } from './mutations/survivors.ts';
import { environment } from './mutations/trial.ts';
import type { StackDocument } from './testing/stack-copy.ts';

/**
 * `node scripts/mutate.ts [--seed N] [--count N] | --all | --only PATTERN [--list]`: changes the
 * synthesized `dev` stack in one place at a time and tells whether a check of callers' promises
 * notices. Without options, a sample of a random seed; `--only` takes a regular expression over ids.
 * Ends with status 1 if there are findings.
 */
await command('mutate', async () => {
  const options = readOptions();
  const file = join('cdktf.out', 'stacks', environment.name, 'cdk.tf.json');
  const mutations = mutationsOf(JSON.parse(readFileSync(file, 'utf8')) as StackDocument, operators);
  const chosen = choose(mutations, options);
  if (options.list) for (const mutation of chosen) console.log(listing(mutation));
  else if (await run(chosen)) process.exitCode = 1;
  for (const { pattern } of entriesWithoutMutation(mutations)) {
    console.error(
      `scripts/mutations/survivors.ts lists ${pattern}, which no mutation has. Expected: entries that are true`,
    );
    process.exitCode = 1;
  }
});

interface Options {
  readonly seed: number;
  readonly count: number;
  readonly all: boolean;
  readonly only: string | undefined;
  readonly list: boolean;
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: String(randomInt(1_000_000)) },
      count: { type: 'string', default: '8' },
      all: { type: 'boolean', default: false },
      only: { type: 'string' },
      list: { type: 'boolean', default: false },
    },
  });
  const [seed, count] = [Number(values.seed), Number(values.count)];
  if (!Number.isInteger(seed) || !Number.isInteger(count) || count < 1) {
    throw new Error(`seed ${values.seed}, count ${values.count}. Expected: whole numbers, and a count of 1 or more`);
  }
  return { seed, count, all: values.all, only: values.only, list: values.list };
}

/** @throws {Error} if a pattern matches nothing. */
function choose(mutations: readonly Mutation[], { seed, count, all, only, list }: Options): readonly Mutation[] {
  if (only !== undefined) {
    const chosen = matching(mutations, only);
    if (chosen.length === 0) throw new Error(`no mutation's id matches '${only}'. Expected: one that '--list' prints`);
    return chosen;
  }
  if (all || list) return mutations;
  const unlisted = mutations.filter(({ id }) => !survivorsEntry(id));
  console.log(`${count} of ${unlisted.length} mutations, by the seed ${seed} (again with '--seed ${seed}')`);
  return sample(unlisted, seed, count);
}

/** @returns whether there are findings. */
async function run(mutations: readonly Mutation[]): Promise<boolean> {
  const startedAt = performance.now();
  const outcomes: Outcome[] = [];
  await runCampaign(mutations, {
    onUnchanged: ({ passed, seconds }) => {
      console.log(`the unchanged stack keeps ${passed} promises, asked in ${seconds.toFixed(1)} s\n${heading()}`);
    },
    onOutcome: (outcome) => {
      outcomes.push(outcome);
      console.log(row(outcome));
    },
  });
  console.log(`\nnoticed first by\n${byCheck(outcomes)}`);
  console.log(totals(outcomes, (performance.now() - startedAt) / 1000));
  return outcomes.map(verdictOf).some((verdict) => verdict === 'SURVIVED' || verdict === 'STALE');
}
