import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';

/** Steps of a long command, each a process of its own whose output is shown. */

/** A step that failed; what it printed says why. */
class StepFailed extends Error {
  override readonly name = 'StepFailed';
}

/** @throws {StepFailed} if it ends with another status than 0. */
export function step(name: string, command: string, commandArguments: readonly string[]): void {
  const from = performance.now();
  console.log(`\n== ${name}`);
  const { status } = spawnSync(command, commandArguments, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new StepFailed(`'${name}' failed after ${seconds(from)}; what it printed above says why`);
  console.log(`== ${name}: ${seconds(from)}`);
}

/** Runs all steps in order; ends at the first that fails, with status 1. */
export async function runSteps(run: () => Promise<void> | void): Promise<void> {
  const startedAt = performance.now();
  try {
    await run();
    console.log(`\nall green in ${seconds(startedAt)}`);
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  }
}

/** Time since then: `1.5 s`. */
function seconds(from: number): string {
  return `${((performance.now() - from) / 1000).toFixed(1)} s`;
}
