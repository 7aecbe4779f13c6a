import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { updatePackages } from './packages.ts';

/**
 * Builds what a change of sources asks for: functions' packages, and the stacks unless only functions'
 * code has changed. Types are checked meanwhile.
 *
 * @param document of the stack that runs.
 * @returns what is wrong, for people; empty if the stack can be read again.
 */
export async function rebuild(files: readonly string[], document: string): Promise<readonly string[]> {
  const found = await Promise.all([checkTypes(), build(files, document)]);
  return found.flat();
}

async function build(files: readonly string[], document: string): Promise<readonly string[]> {
  const bundled = await run('scripts/bundle-functions.ts');
  if (bundled.length > 0) return bundled;
  if (!files.every((file) => file.startsWith('lambdas/'))) return run('scripts/synth.ts');
  updatePackages(document, join('dist', 'lambdas'));
  return [];
}

const checkTypes = () =>
  run(
    join('node_modules', 'typescript', 'bin', 'tsc'),
    ...['-p', '.', '--incremental', '--pretty', 'false'],
    ...['--tsBuildInfoFile', join('node_modules', '.cache', 'tsc.tsbuildinfo')],
  );

/** @returns what a command printed if it failed. */
function run(script: string, ...args: readonly string[]): Promise<readonly string[]> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    const printed: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => printed.push(chunk));
    child.once('close', (code) => {
      const lines = Buffer.concat(printed).toString().trim().split('\n');
      resolve(code === 0 ? [] : lines);
    });
  });
}
