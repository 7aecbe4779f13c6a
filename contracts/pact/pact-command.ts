import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

/** The `pact` command of `@pact-foundation/pact-cli`. */

const require = createRequire(import.meta.url);
/** Where the package keeps the executable of this platform; its script would be one more process to end. */
const { standalone } = require('@pact-foundation/pact-cli/src/pact-standalone.js') as {
  standalone(): { readonly pactFullPath: string };
};

export interface PactCommandResult {
  /** Exit status; 1 if it was ended by a signal. */
  readonly status: number;
  /** What it printed, on both streams. */
  readonly output: string;
}

/**
 * Runs `pact`, and nothing of the environment steers it but what is given: it reads PACT_* variables.
 *
 * @param environment of PACT_* variables.
 */
export function pactCommand(
  commandArguments: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<PactCommandResult> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PACT_'));
  const child = spawn(standalone().pactFullPath, commandArguments, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...Object.fromEntries(inherited), ...environment, PACT_DO_NOT_TRACK: 'true' },
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ status: code ?? 1, output: Buffer.concat(chunks).toString() }));
  });
}
