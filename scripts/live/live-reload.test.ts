import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { copyProject, type ProjectCopy } from '../testing/project-copy.ts';

/** `npm start` of a copy of the project, whose sources are saved while it runs. Needs the packages. */

vi.setConfig({ testTimeout: 180_000 });

let copy: ProjectCopy;
let started: ChildProcess;
let printed = '';
/** What the tour gives a shell. */
let tour: Readonly<Record<string, string>>;

beforeAll(async () => {
  copy = copyProject();
  started = spawn(process.execPath, ['scripts/start.ts', '--port', '0'], { cwd: copy.folder });
  for (const stream of [started.stdout, started.stderr]) stream?.on('data', (chunk) => (printed += String(chunk)));
  await vi.waitFor(() => expect(printed).toMatch(/^ {2}Docs /m), { timeout: 120_000, interval: 50 });
  const lines = readFileSync(join(copy.folder, '.local-stage', 'dev', 'tour.env'), 'utf8').matchAll(
    /^export (\w+)='(.*)'$/gm,
  );
  tour = Object.fromEntries([...lines].map(([, name, value]) => [name, value]));
}, 130_000);
afterAll(async () => {
  const ended = new Promise((resolve) => started.once('exit', resolve));
  started.kill('SIGTERM');
  await ended;
  copy.remove();
});

/** Changes a source as an editor does. @throws {Error} if it does not hold the text. */
function save(file: string, text: string, replacement: string): void {
  const path = join(copy.folder, file);
  const source = readFileSync(path, 'utf8');
  if (!source.includes(text)) throw new Error(`${file} does not hold '${text}'. Expected: a text of it`);
  writeFileSync(path, source.replace(text, replacement));
}

/** Waits until it holds: for slow machines, long. */
const eventually = (check: () => Promise<void> | void) => vi.waitFor(check, { timeout: 90_000, interval: 300 });

const health = () => fetch(`${tour['PUBLIC_API']}/health`);
const projects = (init: RequestInit = {}) =>
  fetch(`${tour['TASK_API']}/projects`, {
    ...init,
    headers: { Authorization: tour['ID_TOKEN'] ?? '', 'Content-Type': 'application/json' },
  });
/** Of the project that is there from the first test on. */
let kept = '';
const keptStatus = async () =>
  (await fetch(new URL(kept, tour['TASK_API']), { headers: { Authorization: tour['ID_TOKEN'] ?? '' } })).status;
const create = (name: string) => projects({ method: 'POST', body: JSON.stringify({ name }) });
const timesPrinted = (text: string) => printed.split(text).length - 1;

const handler = 'lambdas/health/get-health.ts';
const answer = "body: { status: 'ok' }";
const notBuilt = `${handler}: not built, the stage goes on as it was`;

test('a handler that is saved answers the next request, with data and tokens kept', async () => {
  kept = String((await create('Kept across saves')).headers.get('location'));
  save(handler, answer, `${answer}, headers: { 'x-saved': 'first' }`);
  await eventually(async () => expect((await health()).headers.get('x-saved')).toBe('first'));
  expect(await keptStatus()).toBe(200);
});

test.each([
  ['no TypeScript', `body: { status: 'ok' `],
  ['of the wrong type', "body: { status: 'fine' }"],
])('a handler that is %s is told of once, and the old code goes on', async (_what, broken) => {
  const before = timesPrinted(notBuilt);
  save(handler, answer, broken);
  await eventually(() => expect(timesPrinted(notBuilt)).toBe(before + 1));
  expect((await health()).headers.get('x-saved')).toBe('first');
  // The same again: nothing new to tell.
  save(handler, broken, `${broken} `);
  save(handler, `${broken} `, answer);
  await eventually(() => expect(printed.trimEnd()).toMatch(/reloaded in \d+ ms(\n.*GET.*)*$/));
  expect((await health()).headers.get('x-saved')).toBe('first');
  expect(await keptStatus()).toBe(200);
});

test('a schema that is saved is the model of the next request', async () => {
  expect((await create('Short')).status).toBe(201);
  save('contracts/schemas/projects.ts', 'name: lineOfText(', 'name: lineOfText(4 + 0 * ');
  await eventually(async () => expect((await create('Too long now')).status).toBe(400));
  expect(await keptStatus()).toBe(200);
});

test('a value of the stack that is saved decides the next request', async () => {
  const preflight = () =>
    fetch(`${tour['TASK_API']}/projects`, {
      method: 'OPTIONS',
      headers: { Origin: 'http://localhost:4321', 'Access-Control-Request-Method': 'GET' },
    });
  expect((await preflight()).headers.get('access-control-allow-origin')).toBeNull();
  save('stacks/environments.ts', "'http://localhost:5173']", "'http://localhost:5173', 'http://localhost:4321']");
  await eventually(async () =>
    expect((await preflight()).headers.get('access-control-allow-origin')).toBe('http://localhost:4321'),
  );
  expect(await keptStatus()).toBe(200);
});
