import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { updatePackages } from './packages.ts';

let folder: string;
const document = () => join(folder, 'cdk.tf.json');
const packages = () => join(folder, 'packages');
const hashOf = (text: string, encoding: 'hex' | 'base64') => createHash('sha256').update(text).digest(encoding);
const assetOf = (text: string) => `assets/construct_1/${hashOf(text, 'hex')}/get-thing.zip`;
const functionOf = (text: string) => ({
  function_name: 'get-thing',
  filename: assetOf(text),
  source_code_hash: hashOf(text, 'base64'),
});
const stackOf = (text: string) => ({ resource: { aws_lambda_function: { thing: functionOf(text) } } });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-packages-'));
  mkdirSync(packages());
  writeFileSync(document(), JSON.stringify(stackOf('before')));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a package that has changed goes where a synthesis would put it', () => {
  writeFileSync(join(packages(), 'get-thing.zip'), 'after');
  expect(updatePackages(document(), packages())).toBe(1);
  expect(JSON.parse(readFileSync(document(), 'utf8'))).toEqual(stackOf('after'));
  expect(readFileSync(join(folder, assetOf('after')), 'utf8')).toBe('after');
});

test('a package that is the same changes nothing', () => {
  writeFileSync(join(packages(), 'get-thing.zip'), 'before');
  expect(updatePackages(document(), packages())).toBe(0);
  expect(JSON.parse(readFileSync(document(), 'utf8'))).toEqual(stackOf('before'));
  expect(existsSync(`${document()}.new`)).toBe(false);
});
