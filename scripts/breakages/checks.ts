import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { BrokenStage } from './broken-stage.ts';

/** What a command said of a stage. */
export interface Verdict {
  /** `smoke: answers` or `contracts`. */
  readonly check: string;
  readonly isRed: boolean;
  readonly output: string;
}

/** @param only suites; all if there are none. */
export const smoke = (stage: BrokenStage, only: readonly string[] = []): Promise<Verdict> =>
  ask(stage, `smoke: ${only.join(', ') || 'all'}`, 'smoke', only.length > 0 ? ['--only', only.join(',')] : []);

export const verifyContracts = (stage: BrokenStage): Promise<Verdict> =>
  ask(stage, 'contracts', 'verify-contracts', []);

async function ask(
  { name, outputsFile, environment }: BrokenStage,
  check: string,
  script: string,
  options: readonly string[],
): Promise<Verdict> {
  const child = spawn(
    process.execPath,
    [`scripts/${script}.ts`, '--stage', name, '--outputs', outputsFile, ...options],
    { env: environment, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  const [status] = await once(child, 'close');
  // 2 is a command that did not run, which says nothing about the stage.
  if (status !== 0 && status !== 1) throw new Error(`${check} ended with status ${status}:\n${output}`);
  return { check, isRed: status === 1, output };
}

/** What was said of each failure: a test's name and what it found, or a contract's interaction. */
export function failuresIn(output: string): readonly string[] {
  const parts = output.split(/^ FAIL {2}/m);
  return parts.length > 1 ? parts.slice(1).map((part) => part.split(/^⎯{3,}/m)[0] ?? '') : [output];
}
