import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { command } from './command.ts';
import { type Outcome, runCampaign, stacksOf } from './mutations/campaign.ts';
import { environment } from './mutations/lane.ts';
import { type Mutation, mutationsOf } from './mutations/mutation.ts';
import { operators } from './mutations/operators.ts';
import { byCheck, byKind, byOperator, heading, isFinding, listing, row, totals } from './mutations/report.ts';
import { appendResult, readResults } from './mutations/results.ts';
import { matching, sample } from './mutations/selection.ts';
import { entriesWithoutMutation, survivorsEntry } from './mutations/survivors.ts';
import type { StackDocument } from './testing/stack-copy.ts';

const usage = `node scripts/mutate.ts [--seed N] [--count N] [--all] [--only PATTERN] [--list] [--lanes N] [--results FILE] [--narrow]`;

/**
 * Changes the synthesized `dev` stack in one place at a time and tells whether a test of callers'
 * promises notices: a sample of the seed, which is random by default, or `--all`. `--only` takes a
 * regular expression over ids, and then all of them unless a count is given. `--results` keeps the
 * outcomes, and leaves out the mutations that have one there. `--narrow` leaves out the suites that are
 * about something else, which are asked where nothing else notices.
 * Ends with status 1 if there are findings.
 */
await command('mutate', async () => {
  const options = readOptions();
  const file = join('cdktf.out', 'stacks', environment.name, 'cdk.tf.json');
  const mutations = mutationsOf(JSON.parse(readFileSync(file, 'utf8')) as StackDocument, operators);
  const chosen = choose(mutations, options);
  if (options.list) console.log(`${chosen.map(listing).join('\n')}\n\n${byKind(chosen)}`);
  // The tests that notice fail, for which vitest sets a status of its own.
  else process.exitCode = (await run(chosen, options)) ? 1 : 0;
  for (const { pattern } of entriesWithoutMutation(mutations)) {
    console.error(
      `scripts/mutations/survivors.ts lists ${pattern}, which no mutation has. Expected: entries that are true`,
    );
    process.exitCode = 1;
  }
});

interface Options {
  readonly seed: number;
  /** Of a sample; none is drawn without. */
  readonly count: number | undefined;
  readonly lanes: number;
  readonly all: boolean;
  readonly only: string | undefined;
  readonly list: boolean;
  readonly results: string | undefined;
  readonly narrow: boolean;
}

/** Mutations of a sample. */
const defaultCount = 8;

/** @throws {Error} for a number that is none. */
function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: String(randomInt(1_000_000)) },
      count: { type: 'string' },
      lanes: { type: 'string', default: '2' },
      all: { type: 'boolean', default: false },
      only: { type: 'string' },
      list: { type: 'boolean', default: false },
      results: { type: 'string' },
      narrow: { type: 'boolean', default: false },
    },
  });
  const sampleSize = values.count ?? (values.all || values.only !== undefined ? undefined : defaultCount);
  const [seed, lanes] = [Number(values.seed), Number(values.lanes)];
  const count = sampleSize === undefined ? undefined : Number(sampleSize);
  if (![seed, lanes, count ?? 1].every(Number.isInteger) || (count ?? 1) < 1 || lanes < 1) {
    throw new Error(
      `seed ${values.seed}, count ${sampleSize}, lanes ${values.lanes}. Expected: whole numbers, of 1 or more but for the seed; ${usage}`,
    );
  }
  return { ...values, seed, count, lanes, only: values.only, results: values.results };
}

/** @throws {Error} if a pattern matches nothing. */
function choose(mutations: readonly Mutation[], { seed, count, only, list }: Options): readonly Mutation[] {
  const matched = only === undefined ? mutations : matching(mutations, only);
  if (matched.length === 0) throw new Error(`no mutation's id matches '${only}'. Expected: one that '--list' prints`);
  if (count === undefined || list) return matched;
  const unlisted = matched.filter(({ id }) => !survivorsEntry(id));
  console.log(`${count} of ${unlisted.length} mutations, by the seed ${seed} (again with '--seed ${seed}')`);
  return sample(unlisted, seed, count);
}

/** @returns whether there are findings. */
async function run(mutations: readonly Mutation[], { lanes, results, narrow }: Options): Promise<boolean> {
  const startedAt = performance.now();
  const outcomes: Outcome[] = results === undefined ? [] : [...readResults(results, mutations)];
  const known = new Set(outcomes.map(({ mutation }) => mutation));
  const left = mutations.filter((mutation) => !known.has(mutation));
  console.log(`${left.length} mutations on ${stacksOf(left)} stacks\n${heading()}`);
  await runCampaign(left, {
    lanes: Math.min(lanes, left.length),
    elsewhere: !narrow,
    onOutcome: (outcome) => {
      outcomes.push(outcome);
      console.log(row(outcome));
      if (results !== undefined) appendResult(results, outcome);
    },
  });
  console.log(`\nnoticed first by\n${byCheck(outcomes)}\n\n${byOperator(outcomes)}`);
  const findings = outcomes.filter(isFinding);
  if (findings.length > 0) console.log(`\nfindings\n${findings.map(row).join('\n')}`);
  console.log(`\n${totals(outcomes, (performance.now() - startedAt) / 1000)}`);
  return findings.length > 0;
}
