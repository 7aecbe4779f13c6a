import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { pactDrift } from '../contracts/pact/drift.ts';
import { pactFolder, pactFolderVariable, readPacts } from '../contracts/pact/pact-files.ts';
import { command } from './command.ts';

/**
 * `npm run contracts`: runs the consumers' tests and writes their pacts. With `--check` it writes
 * nothing, and fails if the committed pacts are not those of the tests.
 */
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

await command('contracts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-pacts-'));
  try {
    const written = join(folder, 'pacts');
    checkCount(runConsumerTests(written, join(folder, 'results.json')), written);
    if (values.check) checkDrift(written);
    else replacePacts(written);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** @returns how many tests passed. @throws {Error} if one failed, or did not run. */
function runConsumerTests(written: string, results: string): number {
  const { status } = spawnSync(
    process.execPath,
    [
      ...[join('node_modules', 'vitest', 'vitest.mjs'), 'run', '--config', 'contracts/pact/vitest.config.ts'],
      ...['--reporter=default', '--reporter=json', `--outputFile.json=${results}`],
    ],
    { stdio: 'inherit', env: { ...process.env, [pactFolderVariable]: written } },
  );
  if (status !== 0) throw new Error('the consumers’ tests failed; what they printed says why');
  const { numPassedTests, numTotalTests } = z.parse(
    z.object({ numPassedTests: z.number(), numTotalTests: z.number() }),
    JSON.parse(readFileSync(results, 'utf8')),
  );
  if (numPassedTests === numTotalTests) return numPassedTests;
  throw new Error(`${numTotalTests - numPassedTests} of the consumers’ tests did not run. Expected: all`);
}

/** Two interactions of one description and state become one in a pact, and so do files that run at once. */
function checkCount(tests: number, written: string): void {
  const interactions = readPacts(written).reduce((sum, pact) => sum + pact.interactions.length, 0);
  if (interactions === tests) return;
  throw new Error(
    `${tests} tests wrote ${interactions} interactions. Expected: one a test, each with a description of its own`,
  );
}

function checkDrift(written: string): void {
  const drift = pactDrift(pactFolder, written);
  if (drift.length === 0) return;
  throw new Error(
    `the committed pacts are not those of the tests:\n  ${drift.join('\n  ')}\nExpected: what 'npm run contracts' writes`,
  );
}

function replacePacts(written: string): void {
  rmSync(pactFolder, { recursive: true, force: true });
  cpSync(written, pactFolder, { recursive: true });
  for (const { file, interactions } of readPacts(pactFolder))
    console.log(`${file}: ${interactions.length} interactions`);
}
