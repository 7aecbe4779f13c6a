import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ApiTable } from '../contracts/route-table.ts';
import { type BundledFunction, bundle, functionNames } from './bundle.ts';
import { createHasher } from './content-hash.ts';

/** Keeps `dist/lambdas` at what the sources say: a package is built only if something that goes into it has changed. */

const sources = 'lambdas';
const target = 'dist/lambdas';
const cacheFile = 'dist/lambdas.json';
/** What every package depends on, besides its own sources. */
const tools = [
  'package-lock.json',
  'scripts/bundle.ts',
  'scripts/own-source-map.ts',
  'scripts/changed-packages.ts',
  'scripts/content-hash.ts',
];

interface CachedFunction extends BundledFunction {
  /** Of its sources' contents. */
  readonly hash: string;
}

interface Cache {
  readonly tools: string;
  readonly functions: readonly CachedFunction[];
}

/** All functions as they are packed now. */
export interface Packages {
  readonly functions: readonly BundledFunction[];
  /** How many of them were built. */
  readonly built: number;
}

/**
 * @param apis whose operations need a handler each.
 * @param force builds all, changed or not. @default false
 * @throws {Error} naming what does not build.
 */
export async function buildChangedPackages(apis: readonly ApiTable[], { force = false } = {}): Promise<Packages> {
  const hashOf = createHasher();
  const cache = force ? undefined : readCache();
  const isUnchanged = ({ name, sources: files, hash }: CachedFunction) =>
    existsSync(join(target, `${name}.zip`)) && hashOf(files) === hash;
  const kept = cache?.tools === hashOf(tools) ? cache.functions.filter(isUnchanged) : [];
  const functions = await build(kept, apis, hashOf);
  return { functions, built: functions.length - kept.length };
}

/** Builds what is not kept, and removes the packages of functions that are no more. */
async function build(
  kept: readonly CachedFunction[],
  apis: readonly ApiTable[],
  hashOf: (files: readonly string[]) => string,
): Promise<readonly CachedFunction[]> {
  const names = functionNames(sources);
  const still = kept.filter(({ name }) => names.includes(name));
  const only =
    still.length === 0 ? undefined : new Set(names.filter((name) => !still.some((other) => other.name === name)));
  const built = only?.size === 0 ? [] : await bundle({ sources, target, apis, only });
  const functions = [...still, ...built.map((found) => ({ ...found, hash: hashOf(found.sources) }))].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  for (const file of readdirSync(target)) if (!names.includes(basename(file, '.zip'))) rmSync(join(target, file));
  writeFileSync(cacheFile, JSON.stringify({ tools: hashOf(tools), functions } satisfies Cache));
  return functions;
}

function readCache(): Cache | undefined {
  try {
    return JSON.parse(readFileSync(cacheFile, 'utf8')) as Cache;
  } catch {
    return undefined;
  }
}
