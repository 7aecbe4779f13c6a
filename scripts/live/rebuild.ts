import { join } from 'node:path';
import { updatePackages } from './packages.ts';
import { run } from './run.ts';
import { areFunctions, checkTypes } from './types.ts';

/**
 * Builds what a change of sources asks for: functions' packages, and the stacks unless only functions'
 * code has changed. Types are checked meanwhile.
 *
 * @param document of the stack that runs.
 * @returns what is wrong, for people; empty if the stack can be read again.
 */
export async function rebuild(files: readonly string[], document: string): Promise<readonly string[]> {
  const [types, built] = await Promise.all([checkTypes(files), build(files)]);
  const problems = [...types, ...built];
  if (problems.length === 0 && areFunctions(files)) updatePackages(document, join('dist', 'lambdas'));
  return problems;
}

async function build(files: readonly string[]): Promise<readonly string[]> {
  const bundled = await script('bundle-functions');
  return bundled.length > 0 || areFunctions(files) ? bundled : script('synth');
}

const script = (name: string) => run(process.execPath, [join('scripts', `${name}.ts`)]);
