import { existsSync } from 'node:fs';
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
  if (!areFunctions(files)) {
    const bundled = await script('bundle-functions');
    return bundled.length > 0 ? bundled : script('synth');
  }
  // Whether each route still has its handler is for a process that reads the routes anew.
  return files.every((file) => existsSync(file)) ? bundleHere() : script('bundle-functions');
}

/** In this process, which spares the start of another and the loading of all routes. */
async function bundleHere(): Promise<readonly string[]> {
  try {
    // With the first save: `npm start` alone does without it.
    const { buildChangedPackages } = await import('../changed-packages.ts');
    await buildChangedPackages([]);
    return [];
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).trim().split('\n');
  }
}

const script = (name: string) => run(process.execPath, [join('scripts', `${name}.ts`)]);
