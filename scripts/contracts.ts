import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { type ContractCoverage, contractCoverage } from '../contracts/pact/coverage.ts';
import { pactDrift } from '../contracts/pact/drift.ts';
import { checkCount } from '../contracts/pact/guard.ts';
import { pactFolder, pactFolderVariable, readPacts } from '../contracts/pact/pact-files.ts';
import { publicApi } from '../contracts/public-api.ts';
import { taskApi } from '../contracts/task-api.ts';
import { command } from './command.ts';
import { coverageMarkdown, coverageTable } from './contract-coverage.ts';

/**
 * `npm run contracts`: runs the consumers' tests, writes their pacts and `docs/contract-coverage.md`, and
 * prints what the contracts cover. With `--check` it writes nothing, and fails if what is committed is not
 * what the tests give. Either fails for a route without a contract.
 */
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const coveragePage = join('docs', 'contract-coverage.md');

await command('contracts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-pacts-'));
  try {
    const written = join(folder, 'pacts');
    const tests = runConsumerTests(written, join(folder, 'results.json'));
    const pacts = readPacts(written);
    checkCount(tests, pacts);
    const coverage = contractCoverage([taskApi, publicApi], pacts, new Date());
    if (values.check) checkDrift(written, coverage);
    else replace(written, coverage);
    console.log(coverageTable(coverage));
    checkCoverage(coverage);
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

function checkDrift(written: string, coverage: ContractCoverage): void {
  const drift = [...pactDrift(pactFolder, written)];
  const page = existsSync(coveragePage) ? readFileSync(coveragePage, 'utf8') : undefined;
  if (page !== coverageMarkdown(coverage)) drift.push(`${coveragePage}: is another`);
  if (drift.length === 0) return;
  const found = drift.join('\n  ');
  throw new Error(
    `what is committed is not what the tests give:\n  ${found}\nExpected: what 'npm run contracts' writes`,
  );
}

function replace(written: string, coverage: ContractCoverage): void {
  rmSync(pactFolder, { recursive: true, force: true });
  cpSync(written, pactFolder, { recursive: true });
  writeFileSync(coveragePage, coverageMarkdown(coverage));
  for (const { file, interactions } of readPacts(pactFolder))
    console.log(`${file}: ${interactions.length} interactions`);
}

function checkCoverage({ problems }: ContractCoverage): void {
  if (problems.length > 0) throw new Error(`the contracts have holes:\n  ${problems.join('\n  ')}`);
}
