import { execFileSync } from 'node:child_process';
import type { Revision } from '../../contracts/pact/broker.ts';

/** A working copy, and what CI says of it. */
export interface WorkingCopy {
  /** @default this process's */
  readonly folder?: string;
  /** @default this process's */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/**
 * The commit and branch that a working copy has. CI checks a commit out without its branch, and names it
 * in the environment.
 *
 * @throws {Error} if there is no branch to name.
 */
export function currentRevision({ folder = '.', environment = process.env }: WorkingCopy = {}): Revision {
  const named = environment['GITHUB_HEAD_REF'] || environment['GITHUB_REF_NAME'];
  const branch = named || git(folder, 'branch', '--show-current');
  if (branch === '') throw new Error('no branch is checked out. Expected: one, or its name in GITHUB_REF_NAME');
  return { version: git(folder, 'rev-parse', 'HEAD'), branch };
}

/** @throws {Error} naming what differs from the commit: a version of it would be of something else. */
export function requireCommitted(path: string, { folder = '.' }: WorkingCopy = {}): void {
  const changes = git(folder, 'status', '--porcelain', '--', path);
  if (changes !== '') throw new Error(`${path} differs from the commit:\n${changes}\nExpected: everything committed`);
}

const git = (folder: string, ...commandArguments: readonly string[]): string =>
  execFileSync('git', ['-C', folder, ...commandArguments], { encoding: 'utf8' }).trim();
