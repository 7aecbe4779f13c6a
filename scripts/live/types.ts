import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { importersOf } from './importers.ts';
import { run } from './run.ts';

/** The compiler itself: the command around it takes a tenth of a second to start. */
const { default: compiler } = (await import(
  pathToFileURL(resolve('node_modules', 'typescript', 'lib', 'getExePath.js')).href
)) as { readonly default: () => string };
const cache = join('node_modules', '.cache');
/** From so many files on, what was kept of all of them saves more than a small program does. */
const manyFiles = 12;

/**
 * Checks the types of what runs on a stage, tests aside: where only functions have changed, of those that
 * the change reaches, since nothing else imports them. What the last check of a whole project found out is
 * kept.
 *
 * @returns the errors, for people.
 */
export function checkTypes(files: readonly string[]): Promise<readonly string[]> {
  if (!areFunctions(files)) return checkProject('stage');
  const reached = importersOf(files, 'lambdas').filter((file) => existsSync(file));
  const isWhole = reached.length > manyFiles || files.some((file) => !existsSync(file));
  return isWhole ? checkProject('functions') : checkFiles(reached);
}

function checkProject(part: 'functions' | 'stage'): Promise<readonly string[]> {
  const kept = ['--incremental', '--tsBuildInfoFile', join(cache, `live-${part}.tsbuildinfo`)];
  return compile(join('scripts', 'live', `tsconfig.${part}.json`), kept);
}

function checkFiles(files: readonly string[]): Promise<readonly string[]> {
  const project = join(cache, 'tsconfig.live.json');
  const fromHere = (file: string) => join('..', '..', file);
  mkdirSync(cache, { recursive: true });
  writeFileSync(
    project,
    JSON.stringify({
      extends: fromHere('tsconfig.json'),
      // Beside the project file there are no packages.
      compilerOptions: { typeRoots: [fromHere(join('node_modules', '@types'))] },
      include: [],
      files: files.map(fromHere),
    }),
  );
  return compile(project, []);
}

/** A check is too short for its garbage to be worth collecting, which takes a fifth of its time. */
const compilerEnvironment = { ...process.env, GOGC: 'off' };

const compile = (project: string, options: readonly string[]) =>
  run(compiler(), ['-p', project, '--pretty', 'false', ...options], compilerEnvironment);

/** Whether only code of functions is among the files: nothing else of a stack depends on it. */
export const areFunctions = (files: readonly string[]): boolean => files.every((file) => file.startsWith('lambdas/'));
