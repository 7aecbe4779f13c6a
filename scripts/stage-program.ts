import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
import { createHasher } from './content-hash.ts';

/**
 * The local stage in a few files instead of some five hundred modules, built where its sources have changed: it
 * is ready in half the time. `local-stage/src/cli.js` runs the sources as they are.
 */

/** What the program depends on, besides its own sources. */
const tools = ['package-lock.json', join('scripts', 'stage-program.ts')];
/** Programs of changes before, which stages that still run need for their functions' threads. */
const mostPrograms = 20;

/**
 * @param project its folder. @default the working directory
 * @returns the path of the program's command.
 * @throws {Error} naming what does not build.
 */
export function stageProgram(project = ''): string {
  const sources = join(project, 'local-stage', 'src');
  const files = [...tools.map((tool) => join(project, tool)), ...filesOf(sources)];
  const folder = join(project, 'dist', 'local-stage', createHasher()(files).slice(0, 16));
  if (!existsSync(folder)) {
    build(sources, folder);
    dropOldest(folder);
  }
  return join(folder, 'cli.cjs');
}

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
}

function build(sources: string, folder: string): void {
  const unfinished = `${folder}.${process.pid}`;
  const { outputFiles } = buildSync({
    entryPoints: [
      { in: join(sources, 'bundled-cli.ts'), out: 'cli' },
      { in: join(sources, 'command.ts'), out: 'command' },
      { in: join(sources, 'functions', 'runtime', 'main.ts'), out: 'runtime' },
    ],
    outdir: unfinished,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    define: { 'import.meta.url': 'moduleUrl' },
    banner: { js: `'use strict'; const moduleUrl = require('node:url').pathToFileURL(__filename).href;` },
    // The error that it throws says the same.
    logLevel: 'silent',
  });
  mkdirSync(unfinished, { recursive: true });
  for (const { path, contents } of outputFiles) writeFileSync(path, contents);
  // Without it, Node compiles each file once more to see what it is.
  writeFileSync(join(unfinished, 'package.json'), '{"type":"commonjs"}');
  finish(unfinished, folder);
}

/** Another process may have been first: its program is the same. */
function finish(unfinished: string, folder: string): void {
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

function dropOldest(newest: string): void {
  const target = dirname(newest);
  const builtAt = (folder: string) => statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const others = readdirSync(target)
    .map((name) => join(target, name))
    .filter((folder) => folder !== newest)
    .map((folder) => ({ folder, at: builtAt(folder) }))
    .sort((a, b) => b.at - a.at);
  for (const { folder } of others.slice(mostPrograms - 1)) rmSync(folder, { recursive: true, force: true });
}
