import { type ChildProcess, spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { performance } from 'node:perf_hooks';

/** Steps of a long command, each a process of its own. */

/** A step that failed; what it printed says why. */
class StepFailed extends Error {
  override readonly name = 'StepFailed';
}

/** Runs a step once it is its turn. */
export type Step = () => Promise<void>;

const running = new Set<ChildProcess>();
/** Set once a step has failed: no other begins. */
let isOver = false;

/** Groups of steps that run at once now. */
let groups = 0;

export interface StepOptions {
  /** Of its environment, beside this process's own. */
  readonly variables?: Readonly<NodeJS.Dict<string>>;
  /** How far it gives way to others on a busy machine, from 0 to 19. @default 0 */
  readonly niceness?: number;
}

/**
 * A step that fails if its process ends with another status than 0. Its output is shown as it comes;
 * of one that runs beside others when it has ended, so that they don't mix.
 */
export const step =
  (
    name: string,
    command: string,
    commandArguments: readonly string[],
    { variables = {}, niceness = 0 }: StepOptions = {},
  ): Step =>
  async () => {
    if (isOver) return;
    const from = performance.now();
    const isAlone = groups === 0;
    if (isAlone) console.log(`\n== ${name}`);
    const child = spawn(command, commandArguments, {
      stdio: ['ignore', ...outputOf(isAlone)],
      env: { ...process.env, ...variables },
    });
    running.add(child);
    // Before it starts others, who have its priority. One that could not be started says so by itself.
    if (niceness > 0 && child.pid !== undefined) setPriority(child.pid, niceness);
    const output: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => void output.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => void output.push(chunk));
    const status = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    running.delete(child);
    // Ended for the failure of another.
    if (isOver) return;
    if (!isAlone) process.stdout.write(`\n== ${name}\n${Buffer.concat(output).toString()}`);
    if (status === 0) console.log(`== ${name}: ${seconds(from)}`);
    else throw new StepFailed(`'${name}' failed after ${seconds(from)}; what it printed above says why`);
  };

const outputOf = (isAlone: boolean) => (isAlone ? (['inherit', 'inherit'] as const) : (['pipe', 'pipe'] as const));

/** One after another. */
export const inOrder =
  (...steps: readonly Step[]): Step =>
  async () => {
    for (const run of steps) await run();
  };

/** All at once. */
export const atOnce =
  (...steps: readonly Step[]): Step =>
  async () => {
    groups += 1;
    await Promise.all(steps.map((run) => run()));
    groups -= 1;
  };

/** Runs the steps; the first that fails ends those that run with it, and the status is 1. */
export async function runSteps(run: Step): Promise<void> {
  const startedAt = performance.now();
  try {
    await run();
    console.log(`\nall green in ${seconds(startedAt)}`);
  } catch (error) {
    isOver = true;
    for (const child of running) child.kill('SIGTERM');
    process.exitCode = 1;
    if (!(error instanceof StepFailed)) throw error;
    console.error(`\n${error.message}`);
  }
}

/** Time since then: `1.5 s`. */
function seconds(from: number): string {
  return `${((performance.now() - from) / 1000).toFixed(1)} s`;
}
