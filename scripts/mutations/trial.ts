import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseEnv } from 'node:util';
import { environments } from '../../stacks/environments.ts';
import { type RunningStage, startLocalStage } from '../local-stage.ts';
import { stageOf } from '../named-stage.ts';
import { readOutputs } from '../stage-files.ts';
import { copyStack, type StackCopy } from '../testing/stack-copy.ts';
import type { Checks } from './checks.ts';
import type { Mutation } from './mutation.ts';

/** What became of a stack with mutations. */
export interface Trial {
  /** What noticed them: the first test that failed, or the stage that refused to start; absent if nothing did. */
  readonly noticedBy: string | undefined;
  /** What it said. */
  readonly message: string;
  readonly seconds: number;
  /** Tests that passed. */
  readonly passed: number;
}

/** The environment whose stack is mutated. */
export const environment = environments.dev;

/**
 * Runs a copy of the synthesized stack with mutations on free ports, in a process of its own, and asks
 * it everything that is promised until something is not so.
 *
 * @throws {Error} if the checks did not run.
 */
export async function tryMutations(mutations: readonly Mutation[], checks: Checks): Promise<Trial> {
  const from = performance.now();
  const done = (noticedBy: string | undefined, message: string, passed = 0): Trial => ({
    noticedBy,
    message,
    seconds: (performance.now() - from) / 1000,
    passed,
  });
  const copy = copyStack(environment.name, (document) => {
    for (const { apply } of mutations) apply(document);
  });
  const refusal: string[] = [];
  let stage: RunningStage | undefined;
  try {
    stage = await start(copy, refusal);
    if (!stage) return done('the stage refuses to start', refusal.join('\n'));
    const variables = awsVariables(copy);
    const { failure, passed } = await checks.run(
      stageOf(environment, readOutputs(copy.outputsFile, environment.name), variables['LOCAL_STAGE_CONTROL_URL']),
      variables,
      mutations[0]?.suites ?? [],
    );
    return done(failure?.test, failure?.message ?? '', passed);
  } finally {
    await stage?.stop();
    copy.remove();
  }
}

/** @returns nothing if the stage has refused; its lines then say why. */
async function start(copy: StackCopy, refusal: string[]): Promise<RunningStage | undefined> {
  const options = {
    environment: environment.name,
    port: 0,
    controlPort: 0,
    document: copy.document,
    outputsFile: copy.outputsFile,
  };
  try {
    return await startLocalStage({ ...options, onLine: () => {}, onErrorLine: (line) => refusal.push(line) });
  } catch (error) {
    // A refusal is a line of the stage's own; anything else is no answer about the mutation.
    if (refusal.some((line) => line.startsWith('local-stage: '))) return undefined;
    throw error;
  }
}

function awsVariables({ outputsFile }: StackCopy): Record<string, string> {
  const variables = parseEnv(readFileSync(join(dirname(outputsFile), 'aws.env'), 'utf8'));
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
