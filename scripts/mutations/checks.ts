import { globSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { Writable } from 'node:stream';
import {
  BaseSequencer,
  createVitest,
  type TestModule,
  type TestProject,
  type TestSpecification,
  type Vitest,
} from 'vitest/node';
import { type Stage, stageVariable } from '../../contracts/smoke/stage.ts';

/** What a stage is asked: the smoke suites and the contracts, the very same that run against a stage by themselves. */
export interface Checks {
  /**
   * Asks a stage until something is not as promised.
   *
   * @param environment variables with which the AWS SDK reaches the stage.
   * @param first suites that are asked before the others, by name.
   * @throws {Error} if a suite neither passed nor failed: then nothing is known.
   */
  run(stage: Stage, environment: Readonly<Record<string, string>>, first: readonly string[]): Promise<Findings>;
  close(): Promise<void>;
}

export interface Findings {
  /** The first test that failed, with what it said; absent if all passed. */
  readonly failure: { readonly test: string; readonly message: string } | undefined;
  /** Tests that passed. */
  readonly passed: number;
}

/** Longest that a test may take on a local stage, where an answer takes milliseconds. */
const testTimeoutMs = 12_000;

/** Suites as files, by name: `auth` is `contracts/smoke/auth.smoke.ts`. */
const suiteFiles = ['contracts/smoke/*.smoke.ts', 'scripts/mutations/*.suite.ts'];

/** The order in which the suites are given is the order in which they run. */
class GivenOrder extends BaseSequencer {
  override sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(specifications);
  }
}

/** Swallows what Pact's native verifier and the tests print: the findings tell what there is to tell. */
const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });

/** One stage after the other: for two stages at once, create two of them. */
export async function createChecks(): Promise<Checks> {
  const vitest = await createVitest(
    'test',
    {
      config: 'contracts/smoke/vitest.config.ts',
      include: suiteFiles,
      watch: false,
      bail: 1,
      isolate: false,
      reporters: [{}],
      testTimeout: testTimeoutMs,
      hookTimeout: testTimeoutMs,
      sequence: { sequencer: GivenOrder },
    },
    {},
    { stdout: nowhere(), stderr: nowhere() },
  );
  const suites = new Map(
    suiteFiles
      .flatMap((pattern) => globSync(pattern))
      .sort()
      .map((file) => [nameOf(file), resolve(file)]),
  );
  return {
    run(stage, environment, first) {
      const project = vitest.getRootProject();
      project.config.env = { ...project.config.env, ...environment, [stageVariable]: JSON.stringify(stage) };
      return runUntilFailure(vitest, project, inOrder(suites, first));
    },
    close: () => vitest.close(),
  };
}

const nameOf = (file: string) => basename(file).replace(/\.\w+\.ts$/, '');

/** @throws {Error} if a name among the first is of no suite. */
function inOrder(suites: ReadonlyMap<string, string>, first: readonly string[]): readonly string[] {
  const chosen = first.map((name) => {
    const file = suites.get(name);
    if (file === undefined) throw new Error(`'${name}' is no suite. Expected one of: ${[...suites.keys()].join(', ')}`);
    return file;
  });
  return [...new Set([...chosen, ...suites.values()])];
}

/**
 * Times that the suites that have not passed are run. A run that is ended by the failure of one of
 * several concurrent tests may lose its result; the next one tells.
 */
const mostRuns = 4;

async function runUntilFailure(vitest: Vitest, project: TestProject, files: readonly string[]): Promise<Findings> {
  let passed = 0;
  let left = files;
  for (let run = 1; left.length > 0 && run <= mostRuns; run += 1) {
    const { testModules } = await vitest.runTestSpecifications(left.map((file) => project.createSpecification(file)));
    passed += passedTests(testModules);
    const failure = failureOf(testModules);
    if (failure) return { failure, passed };
    const done = new Set(testModules.filter((module) => module.state() === 'passed').map(({ moduleId }) => moduleId));
    left = left.filter((file) => !done.has(file));
  }
  if (left.length > 0) {
    throw new Error(
      `${left.map(nameOf).join(', ')} did not run to the end in ${mostRuns} runs. Expected: passed or failed`,
    );
  }
  return { failure: undefined, passed };
}

const passedTests = (modules: readonly TestModule[]) =>
  modules.flatMap((module) => [...module.children.allTests('passed')]).length;

function failureOf(modules: readonly TestModule[]): Findings['failure'] {
  for (const module of modules) {
    for (const test of module.children.allTests('failed')) {
      const message = test.result().errors?.[0]?.message ?? '';
      return { test: `${nameOf(module.moduleId)}: ${test.fullName}`, message };
    }
    // A hook that fails leaves the tests skipped.
    const [error] = [...module.errors(), ...[...module.children.allSuites()].flatMap((suite) => suite.errors())];
    if (error) return { test: `${nameOf(module.moduleId)}: its preparation`, message: error.message };
  }
  return undefined;
}
