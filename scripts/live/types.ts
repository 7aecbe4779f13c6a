import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from './run.ts';

/** The compiler itself: the command around it takes a tenth of a second to start. */
const { default: compiler } = (await import(
  pathToFileURL(resolve('node_modules', 'typescript', 'lib', 'getExePath.js')).href
)) as { readonly default: () => string };
const cache = join('node_modules', '.cache');

/**
 * Checks the types of what runs on a stage, tests aside: of the functions alone where nothing else has
 * changed, since nothing imports them. What the last check found out is kept.
 *
 * @returns the errors, for people.
 */
export function checkTypes(files: readonly string[]): Promise<readonly string[]> {
  const part = areFunctions(files) ? 'functions' : 'stage';
  const project = join('scripts', 'live', `tsconfig.${part}.json`);
  const kept = ['--incremental', '--tsBuildInfoFile', join(cache, `live-${part}.tsbuildinfo`)];
  return run(compiler(), ['-p', project, '--pretty', 'false', ...kept]);
}

/** Whether only code of functions is among the files: nothing else of a stack depends on it. */
export const areFunctions = (files: readonly string[]): boolean => files.every((file) => file.startsWith('lambdas/'));
