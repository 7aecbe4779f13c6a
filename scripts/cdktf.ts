import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { environments } from '../stacks/environments.ts';

export interface CdktfRun {
  readonly status: number;
  /** Standard output, as text without colours. */
  readonly output: string;
}

/**
 * Runs a command of the CDKTF CLI for an environment's stack, and shows what it prints.
 *
 * @throws {Error} if there is no such environment.
 */
export async function cdktf(
  command: 'diff' | 'deploy',
  environment: string | undefined,
  options: readonly string[] = [],
): Promise<CdktfRun> {
  if (environment === undefined || !Object.hasOwn(environments, environment)) {
    throw new Error(
      `--env is '${environment ?? ''}', which is no environment. Expected one of: ${Object.keys(environments).join(', ')}`,
    );
  }
  const child = spawn(join('node_modules', '.bin', 'cdktf'), [command, environment, ...options], {
    stdio: ['inherit', 'pipe', 'inherit'],
    env: { ...process.env, CHECKPOINT_DISABLE: '1' },
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    process.stdout.write(text);
    output += text;
  });
  const [status] = await once(child, 'close');
  return { status: status ?? 1, output: stripVTControlCharacters(output) };
}
