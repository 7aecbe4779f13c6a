import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { stageProgram } from './stage-program.ts';

/** A project whose stage prints the number that a module of it has. */
function smallProject() {
  const folder = mkdtempSync(join(tmpdir(), 'stage program '));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  write('package-lock.json', '{}');
  write('scripts/stage-program.ts', '');
  write('local-stage/src/bundled-cli.ts', "import './command.ts'");
  write('local-stage/src/command.ts', "import { number } from './control/number.ts'; console.log(number)");
  write('local-stage/src/control/number.ts', 'export const number: number = 1');
  write('local-stage/src/functions/runtime/main.ts', 'console.log(import.meta.url)');
  return {
    folder,
    write,
    programs: () => readdirSync(join(folder, 'dist', 'local-stage')),
    output: () => spawnSync(process.execPath, [stageProgram(folder)], { encoding: 'utf8' }).stdout.trim(),
  };
}

test('it is built once, and again when a module has changed', () => {
  const { write, programs, output } = smallProject();
  expect([output(), output()]).toEqual(['1', '1']);
  expect(programs()).toHaveLength(1);
  write('local-stage/src/control/number.ts', 'export const number: number = 2');
  expect(output()).toBe('2');
  expect(programs()).toHaveLength(2);
});

test('it is built again when a library has changed, or what builds it', () => {
  const { folder, write } = smallProject();
  const first = stageProgram(folder);
  write('package-lock.json', '{"lockfileVersion":3}');
  const second = stageProgram(folder);
  write('scripts/stage-program.ts', '// changed');
  expect(new Set([first, second, stageProgram(folder)]).size).toBe(3);
});

test('what does not build is named, and leaves nothing', () => {
  const { folder, write } = smallProject();
  write('local-stage/src/control/number.ts', 'export const = 1');
  expect(() => stageProgram(folder)).toThrow(/control\/number\.ts:1:13: ERROR: Expected identifier/);
  expect(existsSync(join(folder, 'dist'))).toBe(false);
});

test('programs of twenty changes stay, for stages that still run', () => {
  const { folder, write, programs } = smallProject();
  const paths = Array.from({ length: 22 }, (_, change) => {
    write('local-stage/src/control/number.ts', `export const number: number = ${change}`);
    const program = stageProgram(folder);
    utimesSync(dirname(program), change, change);
    return program;
  });
  expect(programs()).toHaveLength(20);
  expect(paths.filter((path) => !existsSync(path))).toEqual(paths.slice(0, 2));
});

test('the modules know where they are, strictly', () => {
  const { folder, write } = smallProject();
  write('local-stage/src/command.ts', 'console.log(import.meta.url, (function () { return this; })() === undefined)');
  const command = join(dirname(stageProgram(folder)), 'command.cjs');
  const { stdout } = spawnSync(process.execPath, [command], { encoding: 'utf8' });
  expect(stdout).toMatch(/^file:\/\/\/.*stage%20program%20.*\/command\.cjs true$/m);
});

test('the stage itself takes the arguments of its command', () => {
  const { status, stderr } = spawnSync(process.execPath, [stageProgram(), '--port', 'x'], { encoding: 'utf8' });
  expect(stderr).toMatch(/^local-stage: usage: local-stage PATH\/cdk\.tf\.json/);
  expect(status).toBe(2);
});
