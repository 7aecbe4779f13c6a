import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { publicApi } from '../contracts/public-api.ts';
import { taskApi } from '../contracts/task-api.ts';
import { type BundledFunction, bundle, functionNames } from './bundle.ts';
import { brokenSizeLimits, sizeSummary } from './bundle-limits.ts';
import { command } from './command.ts';

/**
 * `npm run bundle`: builds every function's package into `dist/lambdas`, unless nothing that goes
 * into it has changed. `--list` prints the sizes and fails if one breaks a limit, `--force` builds
 * anyway.
 */

const sources = 'lambdas';
const target = 'dist/lambdas';
const cacheFile = 'dist/lambdas.json';
/** What every package depends on, besides its own sources. */
const tools = ['package-lock.json', 'scripts/bundle.ts', 'scripts/bundle-functions.ts'];

interface CachedFunction extends BundledFunction {
  /** Of its sources' contents. */
  readonly hash: string;
}

interface Cache {
  readonly tools: string;
  readonly functions: readonly CachedFunction[];
}

/** Of the files that were read; functions share most. */
const contents = new Map<string, Buffer | undefined>();

await command('bundle', async () => {
  const startedAt = performance.now();
  const cache = process.argv.includes('--force') ? undefined : readCache();
  const kept = cache?.tools === hashOf(tools) ? cache.functions.filter(isUnchanged) : [];
  const functions = await build(kept);
  const built = functions.length - kept.length;
  // On standard error: `cdktf` reads the standard output of its app command.
  console.error(
    `bundled ${functions.length} functions in ${Math.round(performance.now() - startedAt)} ms${built === 0 ? ' (unchanged)' : ` (${built} changed)`}`,
  );
  if (process.argv.includes('--list')) list(functions);
});

/** Builds what is not kept, and removes the packages of functions that are no more. */
async function build(kept: readonly CachedFunction[]): Promise<readonly CachedFunction[]> {
  const names = functionNames(sources);
  const still = kept.filter(({ name }) => names.includes(name));
  const only =
    still.length === 0 ? undefined : new Set(names.filter((name) => !still.some((other) => other.name === name)));
  const built = only?.size === 0 ? [] : await bundle({ sources, target, apis: [taskApi, publicApi], only });
  const functions = [...still, ...built.map((found) => ({ ...found, hash: hashOf(found.sources) }))].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  for (const file of readdirSync(target)) if (!names.includes(basename(file, '.zip'))) rmSync(join(target, file));
  writeFileSync(cacheFile, JSON.stringify({ tools: hashOf(tools), functions } satisfies Cache));
  return functions;
}

function isUnchanged({ name, sources: files, hash }: CachedFunction): boolean {
  return existsSync(join(target, `${name}.zip`)) && hashOf(files) === hash;
}

function hashOf(files: readonly string[]): string {
  const hasher = createHash('sha256').update(process.version);
  for (const file of files)
    hasher
      .update(file)
      .update('\0')
      .update(read(file) ?? 'missing')
      .update('\0');
  return hasher.digest('hex');
}

function read(file: string): Buffer | undefined {
  if (!contents.has(file)) contents.set(file, existsSync(file) ? readFileSync(file) : undefined);
  return contents.get(file);
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
