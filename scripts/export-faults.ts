import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { command } from './command.ts';
import { runExportFaults } from './export-faults/run.ts';

/**
 * `npm run export-faults [-- --exports 1000 --seed N]`: exports on a local stage of its own, with faults
 * of every kind around them. Fails where an accepted export is lost, doubled or wrong. Needs the packages
 * and the synthesized stacks.
 */
const fewest = 200;

await command('export-faults', async () => {
  const { values } = parseArgs({ options: { exports: { type: 'string' }, seed: { type: 'string' } } });
  const exports = wholeNumber('exports', values.exports ?? '1000', fewest);
  const seed = wholeNumber('seed', values.seed ?? String(randomInt(1_000_000)), 0);
  console.log(`${exports} exports, seed ${seed}`);
  const startedAt = performance.now();
  const found = await runExportFaults({ exports, seed, onText: (text) => console.log(`\n${text}`) });
  for (const problem of found) console.error(`FAILED: ${problem}`);
  if (found.length > 0) process.exitCode = 1;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`\n${found.length === 0 ? 'none lost, none doubled' : `broken, seed ${seed}`}: ${seconds} s`);
});

function wholeNumber(name: string, text: string, least: number): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= least) return number;
  throw new Error(`--${name} is '${text}'. Expected: a whole number from ${least}`);
}
