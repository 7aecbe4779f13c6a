import { performance } from 'node:perf_hooks';
import { publicApi } from '../contracts/public-api.ts';
import { taskApi } from '../contracts/task-api.ts';
import type { BundledFunction } from './bundle.ts';
import { brokenSizeLimits, sizeSummary } from './bundle-limits.ts';
import { buildChangedPackages } from './changed-packages.ts';
import { command } from './command.ts';

/**
 * `npm run bundle`: builds every function's package into `dist/lambdas`, unless nothing that goes
 * into it has changed. `--list` prints the sizes and fails if one breaks a limit, `--force` builds
 * anyway.
 */

await command('bundle', async () => {
  const startedAt = performance.now();
  const force = process.argv.includes('--force');
  const { functions, built } = await buildChangedPackages([taskApi, publicApi], { force });
  // On standard error: `cdktf` reads the standard output of its app command.
  console.error(
    `bundled ${functions.length} functions in ${Math.round(performance.now() - startedAt)} ms${built === 0 ? ' (unchanged)' : ` (${built} changed)`}`,
  );
  if (process.argv.includes('--list')) list(functions);
});

function list(built: readonly BundledFunction[]): void {
  const kilobytes = (bytes: number) => `${String(Math.round(bytes / 1000)).padStart(5)} KB`;
  for (const { name, codeBytes, zipBytes } of built) {
    console.error(`${name.padEnd(24)} ${kilobytes(codeBytes)} minified, ${kilobytes(zipBytes)} zipped`);
  }
  console.error(sizeSummary(built));
  const broken = brokenSizeLimits(built);
  if (broken.length > 0) throw new Error(broken.join('; '));
}
