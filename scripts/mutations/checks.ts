import { resolve } from 'node:path';
import { Writable } from 'node:stream';
import { createVitest, type TestModule, type TestProject, type Vitest } from 'vitest/node';
import { type Stage, stageVariable } from '../../contracts/smoke/stage.ts';
import type { Check } from './check.ts';

/** The tests of a stage, in a process of their own that stays warm: the very same that run by themselves. */
export interface Checks {
  /**
   * Asks a stage.
   *
   * @param environment variables with which the AWS SDK and the suites reach the stage.
   * @throws {Error} if a check has no test: then nothing is known.
   */
  run(stage: Stage, environment: Readonly<Record<string, string>>, check: Check): Promise<Findings>;
  close(): Promise<void>;
}

export interface Failure {
  /** Path of the suite. */
  readonly file: string;
  /** Full name of the test; absent if what its suite does before fails. */
  readonly test: string | undefined;
  readonly message: string;
}

export interface Findings {
  /** Tests that failed; or what their suite does before them. */
  readonly failures: readonly Failure[];
  /** Tests that passed. */
  readonly passed: number;
}

/** Longest that a test may take on a local stage, where an answer takes milliseconds. */
const testTimeoutMs = 20_000;

/** Swallows what Pact's native verifier and the tests print: the findings tell what there is to tell. */
const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });

/** How the tests run: as their own commands run them, but for the time that each may take. */
export const testOptions = {
  config: 'lambdas/integration/vitest.config.ts',
  include: ['contracts/smoke/*.smoke.ts', 'lambdas/integration/*.integration.ts', 'scripts/mutations/*.suite.ts'],
  watch: false,
  isolate: false,
  maxWorkers: 1,
  maxConcurrency: 64,
  // Patterns name whole routes.
  taskTitleValueFormatTruncate: 0,
  testTimeout: testTimeoutMs,
  hookTimeout: testTimeoutMs,
};

/** One stage after the other: for two stages at once, create two of them. */
export async function createChecks(): Promise<Checks> {
  const output = { stdout: nowhere(), stderr: nowhere() };
  const vitest = await createVitest('test', { ...testOptions, reporters: [{}] }, {}, output);
  const project = vitest.getRootProject();
  return {
    run(stage, environment, check) {
      project.config.env = { ...project.config.env, ...environment, [stageVariable]: JSON.stringify(stage) };
      return ask(vitest, project, check);
    },
    close: () => vitest.close(),
  };
}

async function ask(vitest: Vitest, project: TestProject, { file, tests }: Check): Promise<Findings> {
  const moduleId = resolve(file);
  const specification = project.createSpecification(moduleId, { testNamePattern: tests });
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications([specification]);
  // Modules of earlier runs are kept beside it.
  const module = testModules.find((candidate) => candidate.moduleId === moduleId);
  if (!module) throw new Error(`${file} did not run: ${String(unhandledErrors[0])}. Expected: passed or failed`);
  const failures = failuresOf(file, module);
  const passed = [...module.children.allTests('passed')].length;
  if (failures.length === 0 && passed === 0) {
    throw new Error(`${file} has no test that matches ${tests}. Expected: one or more`);
  }
  return { failures, passed };
}

function failuresOf(file: string, module: TestModule): readonly Failure[] {
  const failed = [...module.children.allTests('failed')];
  if (failed.length > 0) {
    return failed.map((test) => ({ file, test: test.fullName, message: test.result().errors?.[0]?.message ?? '' }));
  }
  // A hook that fails leaves the tests skipped.
  const errors = [...module.errors(), ...[...module.children.allSuites()].flatMap((suite) => suite.errors())];
  return errors.map(({ message }) => ({ file, test: undefined, message }));
}
