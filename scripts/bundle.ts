import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { build, type Metafile, type OutputFile } from 'esbuild';
import { strFromU8, strToU8, zipSync } from 'fflate';
import { type ApiTable, operationsOf } from '../contracts/route-table.ts';
import { kebabCase } from './kebab-case.ts';
import { ownSourceMap } from './own-source-map.ts';

/**
 * Builds a deployment package for each handler: `dist/lambdas/<file>.zip` with `index.js`, its source map
 * and its type. The same sources give the same bytes, so that Terraform sees a change only where one is.
 */

/** Without it, Node compiles `index.js` once more to see what it is. */
const packageJson = strToU8('{"type":"commonjs"}');

/** Every entry of a zip carries a time; this one is the earliest that the format knows. */
const zipTime = new Date(1980, 0, 1);

interface Entry {
  /** `create-project` */
  readonly name: string;
  readonly path: string;
}

export interface BundleOptions {
  /** Folder of the handlers: one folder a resource, one file an operation. */
  readonly sources: string;
  /** Folder that gets the zips. */
  readonly target: string;
  /** Names of the functions to build; what else the target holds stays. @default all, into an empty target */
  readonly only?: ReadonlySet<string> | undefined;
  readonly apis: readonly ApiTable[];
}

/**
 * @returns the names and sizes of the packages, in the order of their names.
 * @throws {Error} naming the row or the file, if an operation lacks its handler or two files share a name.
 */
export async function bundle({ sources, target, apis, only }: BundleOptions): Promise<readonly BundledFunction[]> {
  const all = findEntries(sources);
  requireHandlers(all, apis, sources);
  const entries = only ? all.filter(({ name }) => only.has(name)) : all;
  const { outputFiles, metafile } = await build({
    entryPoints: entries.map(({ name, path }) => ({ in: path, out: `${name}/index` })),
    outdir: target,
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    // With `import()`, Node loads its whole fetch to list what `node:http` exports: 50 ms of a cold start.
    supported: { 'dynamic-import': false },
    // The default takes CommonJS first, which cannot be tree-shaken: half as large again.
    mainFields: ['module', 'main'],
    alias: {
      '@aws-sdk/credential-provider-node': resolve(import.meta.dirname, '..', 'lambdas', 'shared', 'execution-role.ts'),
    },
    minify: true,
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
    legalComments: 'none',
    // The error that it throws says the same.
    logLevel: 'silent',
  });
  if (!only) rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  return entries.map(({ name }) => ({
    name,
    ...writePackage(name, outputFiles, target),
    sources: sourcesOf(metafile, join(target, name, 'index.js')),
  }));
}

/** Names of the functions whose handlers are there, sorted. */
export const functionNames = (sources: string): readonly string[] => findEntries(sources).map(({ name }) => name);

/** The project's own files in a bundle; the lockfile stands for the others. */
function sourcesOf({ outputs }: Metafile, output: string): readonly string[] {
  return Object.keys(outputs[output]?.inputs ?? {})
    .filter((file) => !file.includes('node_modules/'))
    .sort();
}

export interface BundledFunction {
  readonly name: string;
  /** Size of the minified code, without the source map. */
  readonly codeBytes: number;
  readonly zipBytes: number;
  /** The project's files that went into it, from the working directory. */
  readonly sources: readonly string[];
}

function findEntries(sources: string): Entry[] {
  const entries = readdirSync(sources, { withFileTypes: true })
    .filter((folder) => folder.isDirectory())
    .flatMap((folder) => {
      const inside = join(sources, folder.name);
      return readdirSync(inside)
        .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
        .map((file) => ({ name: basename(file, '.ts'), path: join(inside, file) }));
    })
    .filter(({ path }) => /^export const handler\b/m.test(readFileSync(path, 'utf8')))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const [index, entry] of entries.entries()) {
    if (entries[index + 1]?.name === entry.name) {
      throw new Error(
        `${entry.path} and ${entries[index + 1]?.path} have the same name. Expected: one handler a name, since it names the package`,
      );
    }
  }
  return entries;
}

function requireHandlers(entries: readonly Entry[], apis: readonly ApiTable[], sources: string): void {
  const names = new Set(entries.map(({ name }) => name));
  for (const api of apis) {
    for (const { operationId } of operationsOf(api)) {
      const name = kebabCase(operationId);
      if (!names.has(name)) {
        throw new Error(
          `${api.name}: row '${operationId}' has no handler. Expected: a file ${join(sources, '<resource>', `${name}.ts`)} that exports 'handler'`,
        );
      }
    }
  }
}

function writePackage(
  name: string,
  outputs: readonly OutputFile[],
  target: string,
): Omit<BundledFunction, 'name' | 'sources'> {
  const contents = new Map(
    outputs
      .filter(({ path }) => basename(join(path, '..')) === name)
      .map(({ path, contents: bytes }) => [basename(path), bytes]),
  );
  const code = contents.get('index.js');
  const map = contents.get('index.js.map');
  if (!code || !map) throw new Error(`esbuild wrote no index.js for ${name}`);
  const ownMap = strToU8(ownSourceMap(strFromU8(map)));
  const files = { 'index.js': code, 'index.js.map': ownMap, 'package.json': packageJson };
  const zip = zipSync(files, { mtime: zipTime, level: 6 });
  writeFileSync(join(target, `${name}.zip`), zip);
  return { codeBytes: code.length, zipBytes: zip.length };
}
