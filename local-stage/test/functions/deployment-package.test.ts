import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { readDeploymentPackage } from '../../src/functions/deployment-package.ts';
import { createWarmEnvironments } from '../../src/functions/warm-environments.ts';
import { functionOf, startFunctions, temporaryFolder, zipFile } from './stage-functions.ts';

const packageAt = (packagePath: string, handler = 'index.handler') => functionOf('', { packagePath, handler });

function fileWith(content: string | Uint8Array): string {
  const path = join(temporaryFolder(), 'package.zip');
  writeFileSync(path, content);
  return path;
}

describe('a deployment package', () => {
  it('that is missing is refused at the start, with the function and the file', () => {
    expect(() => startFunctions([packageAt('/nowhere/get-task.zip')])).toThrow(
      /^aws_lambda_function\.worker: the deployment package \/nowhere\/get-task\.zip cannot be read: ENOENT/,
    );
  });

  it('that is no zip is refused at the start', () => {
    expect(() => startFunctions([packageAt(fileWith('console.log(1)'))])).toThrow(
      /^aws_lambda_function\.worker: .*package\.zip is not a zip file/,
    );
  });

  it('that is cut short is refused at the start', () => {
    const whole = readFileSync(zipFile({ 'index.mjs': 'export const handler = 1' }));
    expect(() => startFunctions([packageAt(fileWith(whole.subarray(0, 40)))])).toThrow(/is not a zip file/);
  });

  it('without the handler’s module is refused, with what it has', () => {
    expect(() => startFunctions([packageAt(zipFile({ 'main.mjs': '', 'a.txt': '' }))])).toThrow(
      /lacks the module of the handler "index\.handler"\. Found: a\.txt, main\.mjs\. Expected one of: index\.js, index\.mjs, index\.cjs/,
    );
  });

  it.each(['../outside.mjs', '/etc/outside', 'a/../../outside', 'a\\..\\outside'])(
    'with the entry %s is refused',
    (name) => {
      expect(() => startFunctions([packageAt(zipFile({ 'index.mjs': '', [name]: '' }))])).toThrow(
        /has an entry outside of its folder/,
      );
    },
  );

  it('finds the handler’s module in a folder', () => {
    const path = zipFile({ 'lib/tasks.mjs': '', 'index.mjs': '' });
    expect(readDeploymentPackage(packageAt(path, 'lib/tasks.get')).modulePath).toBe('lib/tasks.mjs');
  });

  it('is unpacked once for functions that share it', () => {
    const root = temporaryFolder();
    const path = zipFile({ 'index.mjs': 'export const handler = 1', 'lib/data.json': '{}' });
    const first = readDeploymentPackage(packageAt(path)).unpack(root);
    writeFileSync(join(first, 'mark'), '');
    const second = readDeploymentPackage(packageAt(path)).unpack(root);
    expect(second).toBe(first);
    expect(readFileSync(join(second, 'lib/data.json'), 'utf8')).toBe('{}');
    expect(readFileSync(join(second, 'mark'), 'utf8')).toBe('');
  });

  it('that cannot be unpacked fails the invocation with its reason', async () => {
    const zip = readFileSync(zipFile({ 'index.mjs': 'export const handler = () => 1;'.repeat(50) }));
    const firstBlock = 30 + 'index.mjs'.length;
    zip.fill(0xff, firstBlock, firstBlock + 4);
    const { invoke } = startFunctions([packageAt(fileWith(zip))]);
    await expect(invoke()).rejects.toThrow(/package\.zip cannot be unpacked/);
  });
});

describe('the runtime of a function', () => {
  it('has to be the one that the stage runs on', () => {
    expect(() => startFunctions([functionOf('', { runtime: 'python3.13' })])).toThrow(
      /aws_lambda_function\.worker: the runtime is "python3\.13"\. Expected: "nodejs24\.x"/,
    );
  });

  it('leaves nothing behind where a function is refused', async () => {
    const folder = temporaryFolder();
    vi.stubEnv('TMPDIR', folder);
    onTestFinished(() => void vi.unstubAllEnvs());
    const warm = createWarmEnvironments();
    expect(() => startFunctions([packageAt('/nowhere/get-task.zip')], { warm })).toThrow(/cannot be read/);
    await warm.close();
    expect(readdirSync(folder)).toEqual([]);
  });
});
