import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { publicApi } from '../contracts/public-api.ts';
import { taskApi } from '../contracts/task-api.ts';
import { type BundledFunction, bundle } from './bundle.ts';
import { brokenSizeLimits, sizeSummary } from './bundle-limits.ts';
import { command } from './command.ts';

/**
 * `npm run bundle`: builds every function's package into `dist/lambdas`, unless nothing that goes
 * into them has changed. `--list` prints the sizes and fails if one breaks a limit, `--force` builds
 * anyway.
 */

const target = 'dist/lambdas';
const cacheFile = 'dist/lambdas.json';
/** Everything whose change can change a package. */
const inputs = ['lambdas/**/*.ts', 'contracts/**/*.ts', 'scripts/bundle*.ts', 'package-lock.json'];

interface Cache {
  readonly inputs: string;
  readonly functions: readonly BundledFunction[];
}

await command('bundle', async () => {
  const startedAt = performance.now();
  const hash = hashOfInputs();
  const cache = process.argv.includes('--force') ? undefined : readCache();
  const isFresh = cache?.inputs === hash && cache.functions.every(({ name }) => existsSync(`${target}/${name}.zip`));
  const functions = isFresh ? cache.functions : await build(hash);
  // On standard error: `cdktf` reads the standard output of its app command.
  console.error(
    `bundled ${functions.length} functions in ${Math.round(performance.now() - startedAt)} ms${isFresh ? ' (unchanged)' : ''}`,
  );
  if (process.argv.includes('--list')) list(functions);
});

async function build(hash: string): Promise<readonly BundledFunction[]> {
  const built = await bundle({ sources: 'lambdas', target, apis: [taskApi, publicApi] });
  writeFileSync(cacheFile, JSON.stringify({ inputs: hash, functions: built } satisfies Cache));
  return built;
}

function hashOfInputs(): string {
  const hasher = createHash('sha256').update(process.version);
  for (const file of inputs.flatMap((pattern) => globSync(pattern)).sort()) {
    hasher.update(file).update('\0').update(readFileSync(file)).update('\0');
  }
  return hasher.digest('hex');
}

function readCache(): Cache | undefined {
  try {
    return JSON.parse(readFileSync(cacheFile, 'utf8')) as Cache;
  } catch {
    return undefined;
  }
}

function list(built: readonly BundledFunction[]): void {
  const kilobytes = (bytes: number) => `${String(Math.round(bytes / 1000)).padStart(5)} KB`;
  for (const { name, codeBytes, zipBytes } of built) {
    console.error(`${name.padEnd(24)} ${kilobytes(codeBytes)} minified, ${kilobytes(zipBytes)} zipped`);
  }
  console.error(sizeSummary(built));
  const broken = brokenSizeLimits(built);
  if (broken.length > 0) throw new Error(broken.join('; '));
}
