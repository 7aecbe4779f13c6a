import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { command } from './command.ts';
import { type FuzzOptions, fuzz } from './fuzzing/fuzz.ts';

/**
 * `npm run fuzz [-- --requests 20000] [--seed N] [--only INDEX]`: random requests to every route of a
 * local stage of its own, good ones and broken ones, and many at once to the same things. Fails where an
 * answer is none that the route's row declares or that its gateway gives, shows something of the inside,
 * or a log holds what a caller wrote. `--only` sends one request of a seed. Needs the packages and the
 * synthesized stacks.
 */
await command('fuzz', async () => {
  const options = readOptions();
  console.log(`seed ${options.seed}, ${options.requests} requests`);
  const found = await fuzz(options);
  for (const problem of found) console.error(`FAILED: ${problem}`);
  if (found.length > 0) process.exitCode = 1;
});

function readOptions(): FuzzOptions {
  const { values } = parseArgs({
    options: {
      requests: { type: 'string', default: '20000' },
      races: { type: 'string', default: '1000' },
      seed: { type: 'string', default: String(randomInt(1_000_000)) },
      connections: { type: 'string', default: '24' },
      only: { type: 'string' },
    },
  });
  const numberOf = (name: keyof typeof values, least: number): number => {
    const number = Number(values[name]);
    if (Number.isInteger(number) && number >= least) return number;
    throw new Error(`--${name} is '${values[name]}'. Expected: a whole number from ${least}`);
  };
  return {
    requests: numberOf('requests', 1),
    races: numberOf('races', 0),
    seed: numberOf('seed', 0),
    connections: numberOf('connections', 1),
    ...(values.only === undefined ? {} : { only: numberOf('only', 0) }),
    onText: (text) => console.log(text),
  };
}
