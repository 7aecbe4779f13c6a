import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { command } from '../command.ts';
import { type LoadOptions, runLoad } from './run.ts';

/**
 * `node scripts/long-run/load.ts [--minutes 10] [--seed N] [--rate 30] [--concurrency 12]`: mixed load with
 * faults on a local stage of its own. Fails where memory grows after the first minute, a request gets no
 * answer, a message is lost, or the stage does not end cleanly. Needs the packages and the synthesized stacks.
 */
await command('load', async () => {
  const options = readOptions();
  const { minutes, seed, ratePerSecond, concurrency } = options;
  console.log(`${minutes} minutes, seed ${seed}, ${ratePerSecond} requests a second, ${concurrency} at once`);
  const found = await runLoad(options);
  for (const problem of found) console.error(`FAILED: ${problem}`);
  if (found.length > 0) process.exitCode = 1;
  else console.log('\nnothing broke');
});

function readOptions(): LoadOptions {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '10' },
      seed: { type: 'string', default: String(randomInt(1_000_000)) },
      rate: { type: 'string', default: '30' },
      concurrency: { type: 'string', default: '12' },
    },
  });
  const numberOf = (name: keyof typeof values): number => {
    const number = Number(values[name]);
    if (number > 0) return number;
    throw new Error(`--${name} is '${values[name]}'. Expected: a number above 0`);
  };
  return {
    minutes: numberOf('minutes'),
    seed: numberOf('seed'),
    ratePerSecond: numberOf('rate'),
    concurrency: numberOf('concurrency'),
    onText: (text) => console.log(`\n${text}`),
  };
}
