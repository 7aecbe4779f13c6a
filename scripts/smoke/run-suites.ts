import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Stage, stageVariable } from '../../contracts/smoke/stage.ts';

export interface ReportFiles {
  /** Gets vitest's JSON. */
  readonly report: string;
  /** Gets JUnit's XML. @default none is written */
  readonly junit?: string | undefined;
}

/** Shells' status for what an interrupt ended. */
const interrupted = 130;
/** How long the suites may take to end once they are told. */
const graceMs = 5_000;

/**
 * Runs suites against a stage, in a process of their own, and then removes what they made: also when
 * they fail, and when this process is told to end, for which it waits.
 *
 * @returns the exit status: the suites', or 1 where something could not be removed.
 */
export async function runSuites(
  suites: readonly string[],
  stage: Stage,
  files: ReportFiles,
  remove: () => Promise<number>,
): Promise<number> {
  const child = startSuites(suites, stage, files);
  const ended = once(child, 'exit');
  let isInterrupted = false;
  const interrupt = () => {
    if (isInterrupted) return;
    isInterrupted = true;
    console.error('smoke: interrupted; removing what the run has made');
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), graceMs).unref();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupt);
  try {
    const [code] = await ended;
    const left = await remove();
    if (left > 0) console.log(`removed ${left} accounts that the suites had not`);
    return isInterrupted ? interrupted : (code ?? 1);
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, interrupt);
  }
}

function startSuites(suites: readonly string[], stage: Stage, { report, junit }: ReportFiles): ChildProcess {
  const reporters = [
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...(junit === undefined ? [] : ['--reporter=junit', `--outputFile.junit=${junit}`]),
  ];
  return spawn(
    process.execPath,
    [
      join('node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--config',
      'contracts/smoke/vitest.config.ts',
      ...reporters,
      ...suites.map((suite) => `contracts/smoke/${suite}.smoke.ts`),
    ],
    { stdio: 'inherit', env: { ...process.env, [stageVariable]: JSON.stringify(stage) } },
  );
}
