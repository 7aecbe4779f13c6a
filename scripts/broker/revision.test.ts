import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { currentRevision, requireCommitted } from './revision.ts';

let folder: string;
const git = (...commandArguments: readonly string[]) =>
  execFileSync('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@test.example', ...commandArguments], {
    encoding: 'utf8',
  }).trim();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-revision-'));
  git('init', '--quiet', '--initial-branch', 'trunk');
  git('commit', '--quiet', '--allow-empty', '--message', 'first');
});
afterAll(() => rmSync(folder, { recursive: true }));

test('a version is the commit, of the branch that is checked out or that CI names', () => {
  const version = git('rev-parse', 'HEAD');
  expect(currentRevision({ folder, environment: {} })).toEqual({ version, branch: 'trunk' });
  expect(currentRevision({ folder, environment: { GITHUB_REF_NAME: 'main' } })).toEqual({ version, branch: 'main' });
  const pullRequest = { GITHUB_REF_NAME: '7/merge', GITHUB_HEAD_REF: 'a-change' };
  expect(currentRevision({ folder, environment: pullRequest })).toEqual({ version, branch: 'a-change' });
});

test('a commit without a branch is refused', () => {
  git('checkout', '--quiet', '--detach');
  expect(() => currentRevision({ folder, environment: {} })).toThrow('no branch is checked out');
  git('checkout', '--quiet', 'trunk');
});

test('what is not committed is named', () => {
  expect(() => requireCommitted('.', { folder })).not.toThrow();
  writeFileSync(join(folder, 'pact.json'), '{}');
  expect(() => requireCommitted('.', { folder })).toThrow('pact.json\nExpected: everything committed');
});
