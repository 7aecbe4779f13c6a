import { performance } from 'node:perf_hooks';
import { type Check, everySuite, together } from './check.ts';
import type { Failure } from './checks.ts';
import type { Lane } from './lane.ts';
import type { Mutation } from './mutation.ts';
import { escaped } from './routes.ts';

/** What became of a mutation. */
export interface Trial {
  /** What noticed it; absent if nothing did. */
  readonly noticed: Notice | undefined;
  readonly seconds: number;
}

export interface Notice {
  /** The test that failed, after its suite's name, or the stage that refused the stack. */
  readonly by: string;
  /** What it said. */
  readonly message: string;
  /** Asks that test again; there is none of a refusal. */
  readonly check: Check | undefined;
  /** False if the test is none of those that are about what was changed. */
  readonly isAbout: boolean;
}

/**
 * Runs a stack with mutations and asks checks, until one notices.
 *
 * @param elsewhere whether all other suites are asked where none does: then the checks lack a test.
 * @throws {Error} if the checks did not run.
 */
export async function tryMutations(
  lane: Lane,
  mutations: readonly Mutation[],
  checks: readonly Check[],
  elsewhere: boolean,
): Promise<Trial> {
  const from = performance.now();
  const done = (noticed: Notice | undefined): Trial => ({ noticed, seconds: (performance.now() - from) / 1000 });
  const refusal = await lane.become(mutations);
  if (refusal !== undefined) {
    return done({ by: 'the stage refuses the stack', message: refusal, check: undefined, isAbout: true });
  }
  const noticed = await firstNotice(lane, checks, true);
  return done(noticed ?? (elsewhere ? await firstNotice(lane, everySuite(), false) : undefined));
}

/** A test tells more than a suite's preparation, which is taken where no test fails. */
async function firstNotice(lane: Lane, checks: readonly Check[], isAbout: boolean): Promise<Notice | undefined> {
  let preparation: Notice | undefined;
  for (const check of checks) {
    const failures = await failuresOf(lane, check);
    const failure = failures.find(({ test }) => test !== undefined);
    if (failure) return noticeOf(failure, check, isAbout);
    if (failures[0]) preparation ??= noticeOf(failures[0], check, isAbout);
  }
  return preparation;
}

/** A machine that was busy is no mutation noticed: what timed out must fail twice. */
async function failuresOf(lane: Lane, check: Check): Promise<readonly Failure[]> {
  const { failures } = await lane.ask(check);
  return failures.some(({ message }) => message.includes('timed out')) ? (await lane.ask(check)).failures : failures;
}

/**
 * Runs a stack with mutations that no test is about two of, and asks the checks of all of them.
 *
 * @returns the trials of those that a test noticed which is about them. What became of the others is not known.
 */
export async function tryTogether(lane: Lane, mutations: readonly Mutation[]): Promise<ReadonlyMap<Mutation, Trial>> {
  const from = performance.now();
  const noticed = new Map<Mutation, Notice>();
  if ((await lane.become(mutations)) === undefined) {
    const rounds = Math.max(...mutations.map(({ checks }) => checks.length));
    for (let round = 0; round < rounds; round += 1) {
      const asked = mutations.flatMap((mutation) => {
        const check = mutation.checks[round];
        return check && !noticed.has(mutation) ? [{ mutation, check }] : [];
      });
      for (const check of together(asked.map((one) => one.check))) {
        const failures = await failuresOf(lane, check);
        for (const failure of failures) {
          const [only, ...others] = mutations.filter(({ checks }) => checks.some((one) => isOf(failure, one)));
          const own = asked.find(({ mutation }) => mutation === only)?.check;
          // One that another test has noticed before may be why this test fails.
          if (only && own && others.length === 0) noticed.set(only, noticeOf(failure, own, true));
        }
      }
    }
  }
  const seconds = (performance.now() - from) / 1000 / mutations.length;
  return new Map([...noticed].map(([mutation, notice]) => [mutation, { noticed: notice, seconds }]));
}

const isOf = ({ file, test }: Failure, check: Check) =>
  file === check.file && test !== undefined && check.tests.test(test);

function noticeOf({ file, test, message }: Failure, check: Check, isAbout: boolean): Notice {
  const suite = file.replace(/^.*\/|\.\w+\.ts$/g, '');
  const again = test === undefined ? check : { file, tests: exactly(test) };
  return { by: `${suite}: ${test ?? 'its preparation'}`, message, check: again, isAbout };
}

const exactly = (name: string) => new RegExp(`^${escaped(name)}$`);
