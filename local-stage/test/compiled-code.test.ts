import { once } from 'node:events';
import { existsSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { requireCompiled } from '../src/compiled-code.ts';
import { functionOf, startFunctions, temporaryFolder, zipFile } from './functions/stage-functions.ts';

const commonJs = '{"type":"commonjs"}';

/** A package of these files, and the file for its code. */
function packageOf(files: Readonly<Record<string, string>>) {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries({ 'package.json': commonJs, ...files })) {
    writeFileSync(join(folder, name), text);
  }
  const path = join(folder, 'index.js');
  const codeFile = join(folder, 'code', 'index.js.code');
  return { path, codeFile, load: () => requireCompiled(path, codeFile) };
}

/** A thread of its own knows nothing of what others have compiled. */
const threadSource = `
  const { workerData: { module, path, codeFile, numbers }, parentPort } = require('node:worker_threads');
  import(module).then(({ requireCompiled }) => {
    const { exports, keep } = requireCompiled(path, codeFile);
    const sum = numbers && exports.sum(numbers);
    keep();
    parentPort.postMessage(sum);
  });
`;
const module = new URL('../src/compiled-code.ts', import.meta.url).href;

/** @returns what `sum` of the module's exports gives, and whether the thread wrote the code: it took none then. */
async function callInThread(path: string, codeFile: string, numbers?: readonly number[]) {
  const longAgo = new Date(0);
  if (existsSync(codeFile)) utimesSync(codeFile, longAgo, longAgo);
  const thread = new Worker(threadSource, {
    eval: true,
    execArgv: [],
    workerData: { module, path, codeFile, numbers },
  });
  const [sum] = await once(thread, 'message');
  await thread.terminate();
  return { sum, hasWritten: statSync(codeFile).mtimeMs > 0 };
}

const adder = 'const add = (a, b) => a + b;\nexports.sum = (numbers) => numbers.reduce(add, 0);\n';

describe('the code of a module', () => {
  it('is kept for the next who loads it', async () => {
    const { path, codeFile } = packageOf({ 'index.js': adder });
    expect(await callInThread(path, codeFile, [1, 2])).toEqual({ sum: 3, hasWritten: true });
    expect(await callInThread(path, codeFile, [3, 4])).toEqual({ sum: 7, hasWritten: false });
  });

  it('has the functions that were called', async () => {
    const { path, codeFile } = packageOf({ 'index.js': adder });
    await callInThread(path, codeFile);
    await callInThread(path, `${codeFile}.called`, [1, 2]);
    expect(statSync(`${codeFile}.called`).size).toBeGreaterThan(statSync(codeFile).size);
  });

  it.each([
    ['empty', () => Buffer.alloc(0)],
    ['cut off', (code: Buffer) => code.subarray(0, code.length / 2)],
    [
      'of another version of V8',
      (code: Buffer) => Buffer.concat([code.subarray(0, 4), Buffer.alloc(4), code.subarray(8)]),
    ],
  ])('is compiled and kept again where the file is %s', async (_, damage) => {
    const { path, codeFile } = packageOf({ 'index.js': adder });
    await callInThread(path, codeFile);
    writeFileSync(codeFile, damage(readFileSync(codeFile)));
    expect(await callInThread(path, codeFile, [1, 2])).toEqual({ sum: 3, hasWritten: true });
    expect(await callInThread(path, codeFile, [1, 2])).toEqual({ sum: 3, hasWritten: false });
  });

  it('is not needed: a folder that cannot be written changes nothing', () => {
    const { path } = packageOf({ 'index.js': adder });
    const { exports, keep } = requireCompiled(path, join(path, 'code'));
    keep();
    expect((exports as { sum(numbers: readonly number[]): number }).sum([1, 2])).toBe(3);
  });

  it('knows the files beside it, its own place and dynamic imports', async () => {
    const { path, load } = packageOf({
      'index.js':
        'exports.value = require("./other.js").value; exports.names = [__filename, __dirname, module.id, this === exports];' +
        'exports.later = () => import("./later.mjs")',
      'other.js': 'exports.value = module.children.length',
      'later.mjs': 'export const value = 2',
    });
    const { exports } = load() as { exports: { value: number; names: unknown[]; later(): Promise<{ value: number }> } };
    expect(exports.value).toBe(0);
    expect(exports.names).toEqual([path, join(path, '..'), path, true]);
    expect((await exports.later()).value).toBe(2);
  });

  it('is left to Node where it imports later, which is nothing to warn of', async () => {
    const packagePath = zipFile({
      'index.js': "exports.handler = async () => (await import /* late */('./later.mjs')).value",
      'later.mjs': 'export const value = 2',
      'package.json': commonJs,
    });
    const { invoke, lines } = startFunctions([functionOf('', { packagePath })]);
    expect((await invoke()).value).toBe(2);
    expect(lines().map((line) => line.split(' ')[0])).toEqual(['START', 'END', 'REPORT']);
  });

  it('tells where it threw, on its first line too', () => {
    const source =
      'exports.fail = () => { throw new Error("here") }; exports.again = () => {\n  throw new Error("there") }';
    const exports = packageOf({ 'index.js': source }).load().exports as Record<string, () => void>;
    const places = ['fail', 'again'].map((name) => {
      try {
        exports[name]?.();
      } catch (error) {
        return /index\.js:\d+:\d+/.exec(String((error as Error).stack))?.[0];
      }
      return undefined;
    });
    expect(places).toEqual([`index.js:1:${source.indexOf('new Error') + 1}`, 'index.js:2:9']);
  });

  it('throws what the module throws, and is then not loaded', () => {
    const { path, load } = packageOf({ 'index.js': 'throw new Error("at once")' });
    expect(load).toThrow('at once');
    expect(Object.keys(createRequire(path).cache)).not.toContain(path);
  });

  it('is refused as Node refuses it', () => {
    const { path, load } = packageOf({ 'index.js': 'exports.x = ;' });
    const refusal = (use: () => unknown) => {
      try {
        use();
      } catch (error) {
        return String((error as Error).stack)
          .split('\n')
          .slice(0, 5);
      }
      return [];
    };
    expect(refusal(load)).toEqual(refusal(() => createRequire(path)(path)));
    expect(refusal(load)[4]).toContain('SyntaxError');
  });

  it('keeps no more than some hundred files', () => {
    const { path } = packageOf({ 'index.js': adder });
    const folder = temporaryFolder();
    for (let file = 0; file < 100; file += 1) {
      writeFileSync(join(folder, `${file}.code`), '');
      utimesSync(join(folder, `${file}.code`), file, file === 42 ? 1 : 1000 + file);
    }
    requireCompiled(path, join(folder, 'new.code')).keep();
    expect(() => statSync(join(folder, '42.code'))).toThrow('ENOENT');
    expect(statSync(join(folder, 'new.code')).size).toBeGreaterThan(0);
    expect(statSync(join(folder, '0.code')).size).toBe(0);
  });
});

describe('a function of CommonJS', () => {
  it('shows the sources of its bundle', async () => {
    const map = { version: 3, sources: ['../lambdas/get-task.ts'], names: [], mappings: 'AAAA', sourcesContent: ['x'] };
    const packagePath = zipFile({
      'index.js': `exports.handler = () => { throw new Error('mapped') }\n//# sourceMappingURL=index.js.map\n`,
      'index.js.map': JSON.stringify(map),
      'package.json': commonJs,
    });
    const environment = { NODE_OPTIONS: '--enable-source-maps' };
    const { invoke } = startFunctions([functionOf('', { packagePath, environment })]);
    expect((await invoke()).payload).toContain('lambdas/get-task.ts:1');
  });
});
