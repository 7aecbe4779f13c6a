import { parseArgs } from 'node:util';
import { command } from './command.ts';
import { percentile } from './long-run/statistics.ts';
import { type ColdLoads, coldLoadLimits, measureColdLoads, medianCpuMs, medianWallMs } from './measure/cold-loads.ts';
import { readStackFunctions } from './measure/stack-functions.ts';
import { measureWarmReads, type WarmReads, warmReadLimitMs } from './measure/warm-reads.ts';
import { textTable } from './text-table.ts';

/**
 * `npm run measure:functions [-- --rounds N] [--reads N] [--only get-task,login]`: how long each function
 * takes to load, and a warm one to read. Times are the machine's: they are shown beside the limits, with
 * ratios to a baseline of the same run, and fail nothing. `npm run bundle -- --list` holds the sizes.
 */
await command('measure:functions', async () => {
  const { rounds, reads, only } = readOptions();
  const declared = readStackFunctions('dev');
  const functions = only ? declared.filter(({ name }) => only.includes(name)) : declared;
  if (functions.length === 0) {
    throw new Error(`there is no such function. Expected some of: ${declared.map(({ name }) => name).join(', ')}`);
  }
  const loads = measureColdLoads(functions, rounds);
  console.log(coldTable(loads));
  console.log(`${coldSummary(loads)}\n`);
  const warm = await measureWarmReads(reads);
  console.log(warmTable(warm));
  console.log(warmSummary(warm));
});

/** @throws {Error} naming what is wrong with the arguments, before anything is measured. */
function readOptions(): {
  readonly rounds: number;
  readonly reads: number;
  readonly only: readonly string[] | undefined;
} {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '7' },
      reads: { type: 'string', default: '300' },
      only: { type: 'string' },
    },
  });
  return {
    rounds: wholeNumber('--rounds', values.rounds),
    reads: wholeNumber('--reads', values.reads),
    only: values.only?.split(','),
  };
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 10_000) return value;
  throw new Error(`${name} is '${text}'. Expected: a whole number from 1 to 10000`);
}

function coldTable({ functions, baseline }: ColdLoads): string {
  const baselineMs = medianCpuMs(baseline);
  const rows = functions.map(({ name, samples }) => [
    name,
    medianWallMs(samples).toFixed(1),
    Math.min(...samples.map(({ wallMs }) => wallMs)).toFixed(1),
    medianCpuMs(samples).toFixed(1),
    (medianCpuMs(samples) / baselineMs).toFixed(2),
  ]);
  return textTable(['cold load', 'ms (median)', 'fastest ms', 'processor ms', 'x baseline'], rows);
}

function coldSummary({ functions, baseline }: ColdLoads): string {
  const walls = functions.map(({ samples }) => medianWallMs(samples));
  const cpus = functions.map(({ samples }) => medianCpuMs(samples));
  const inWords = (values: readonly number[]) =>
    `median ${percentile(values, 0.5).toFixed(1)} ms (limit ${coldLoadLimits.median}), slowest ${Math.max(...values).toFixed(1)} ms (limit ${coldLoadLimits.slowest})`;
  return [
    `by the clock: ${inWords(walls)}`,
    `of the processors: ${inWords(cpus)}`,
    noise(
      baseline.map(({ wallMs }) => wallMs),
      "baseline, a module that loads Node's own https, crypto, stream and zlib",
    ),
  ].join('\n');
}

function warmTable({ reads, baseline }: WarmReads): string {
  const baselineMs = percentile(baseline, 0.5);
  const rows = reads.map(({ operationId, durationsMs }) => [
    operationId,
    percentile(durationsMs, 0.5).toFixed(2),
    percentile(durationsMs, 0.95).toFixed(2),
    (percentile(durationsMs, 0.5) / baselineMs).toFixed(2),
  ]);
  return textTable(['warm read', 'p50 ms', 'p95 ms', 'x baseline'], rows);
}

function warmSummary({ reads, baseline }: WarmReads): string {
  const slowest = Math.max(...reads.map(({ durationsMs }) => percentile(durationsMs, 0.5)));
  return [
    `slowest p50 ${slowest.toFixed(2)} ms (limit ${warmReadLimitMs})`,
    noise(baseline, 'baseline, a handler that calls nothing'),
  ].join('\n');
}

/** Half of the baseline's samples are within this range: the same work, so that it shows the machine's noise. */
function noise(values: readonly number[], what: string): string {
  const [low, middle, high] = [0.25, 0.5, 0.75].map((part) => percentile(values, part).toFixed(2));
  return `${what}: ${middle} ms, the middle half of ${values.length} samples from ${low} to ${high} ms`;
}
