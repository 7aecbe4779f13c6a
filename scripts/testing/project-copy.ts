import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A copy of the project whose sources a test may change. */
export interface ProjectCopy {
  readonly folder: string;
  remove(): void;
}

/** What runs on a stage, and what builds it; the packages that are built save a build. */
const copied = [
  ...['contracts', 'lambdas', 'stacks', 'scripts', 'dist', 'local-stage/src', 'local-stage/package.json'],
  ...['main.ts', 'cdktf.json', 'package.json', 'package-lock.json', 'tsconfig.json'],
];

/** Its dependencies are links to this project's. */
export function copyProject(): ProjectCopy {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-copy-'));
  for (const part of copied) cpSync(part, join(folder, part), { recursive: true });
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  for (const name of readdirSync('node_modules')) {
    // What is written there is the copy's own; the workspace is the copy's too.
    if (name === '.cache' || name === 'local-stage') continue;
    symlinkSync(resolve('node_modules', name), join(modules, name));
  }
  symlinkSync(join('..', 'local-stage'), join(modules, 'local-stage'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
