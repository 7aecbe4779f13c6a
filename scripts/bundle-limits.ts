import type { BundledFunction } from './bundle.ts';
import { median } from './long-run/statistics.ts';

type SizedFunction = Pick<BundledFunction, 'name' | 'codeBytes'>;

/**
 * Sizes that a function's minified code keeps to, in bytes (1 KB is 1000): what a function reads,
 * compiles and runs before its first request. Most of it is the AWS SDK; a client that is not meant to
 * be there shows here first.
 */
const sizeLimits = { largest: 700_000, median: 450_000 } as const;

/** What breaks a limit, each with what to do; empty if all keep to them. */
export function brokenSizeLimits(functions: readonly SizedFunction[]): readonly string[] {
  const tooLarge = functions
    .filter(({ codeBytes }) => codeBytes > sizeLimits.largest)
    .map(
      ({ name, codeBytes }) =>
        `${name} has ${kilobytes(codeBytes)} minified. Expected: at most ${kilobytes(sizeLimits.largest)}; look at what it imports`,
    );
  const middle = medianSize(functions);
  if (middle <= sizeLimits.median) return tooLarge;
  return [
    ...tooLarge,
    `the median function has ${kilobytes(middle)} minified. Expected: at most ${kilobytes(sizeLimits.median)}; look at what all of them import`,
  ];
}

/** `largest 534 KB (create-attachment) of 700 KB, median 309 KB of 450 KB` */
export function sizeSummary(functions: readonly SizedFunction[]): string {
  const [largest] = functions.toSorted((a, b) => b.codeBytes - a.codeBytes);
  if (!largest) return 'no functions';
  return (
    `largest ${kilobytes(largest.codeBytes)} (${largest.name}) of ${kilobytes(sizeLimits.largest)}, ` +
    `median ${kilobytes(medianSize(functions))} of ${kilobytes(sizeLimits.median)}`
  );
}

const medianSize = (functions: readonly SizedFunction[]) => median(functions.map(({ codeBytes }) => codeBytes));

const kilobytes = (bytes: number) => `${Math.round(bytes / 1000)} KB`;
