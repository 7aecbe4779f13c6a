import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stageVariable } from '../../contracts/smoke/stage.ts';
import { useAwsEnvironment } from '../aws-environment.ts';
import { median } from '../long-run/statistics.ts';
import { namedStage } from '../named-stage.ts';
import { copyProject } from '../testing/project-copy.ts';
import { meterUsage } from './usage.ts';

/** What `npm start` takes of a developer's machine and patience. All processes of it together. */
export interface LifeFigures {
  /** Memory after boot, with no request but the tour's, in megabytes. */
  readonly idleMb: number;
  /** The most until each route was called once. */
  readonly calledMb: number;
  /** From saving a handler to the answer of its new code, in milliseconds: the median of the saves. */
  readonly reloadMs: number;
  readonly slowestReloadMs: number;
}

const bootBoundMs = 120_000;
/** Until what the start itself has left behind is given back. */
const settleMs = 8_000;
const saves = 7;
/** Often enough to tell milliseconds in tens, seldom enough not to take the processor from what is measured. */
const pollMs = 20;

/** Runs `npm start` of a copy of the project, calls each route once, then saves a handler some times. */
export async function measureLife(): Promise<LifeFigures> {
  const copy = copyProject();
  const started = spawn(process.execPath, ['scripts/start.ts', '--port', '0'], {
    cwd: copy.folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await untilPrinted(started.stdout, /^ {2}Docs /m);
    await sleep(settleMs);
    const idle = meterUsage(started.pid ?? 0);
    const idleMb = idle.peakMb();
    idle.stop();
    const called = meterUsage(started.pid ?? 0);
    const publicApi = await callEachRoute(join(copy.folder, '.local-stage', 'dev', 'outputs.json'));
    const calledMb = called.peakMb();
    called.stop();
    const reloads = await saveAgainAndAgain(join(copy.folder, 'lambdas', 'health', 'get-health.ts'), publicApi);
    return { idleMb, calledMb, reloadMs: median(reloads), slowestReloadMs: Math.max(...reloads) };
  } finally {
    const ended = new Promise((resolve) => started.once('exit', resolve));
    started.kill('SIGTERM');
    await ended;
    copy.remove();
  }
}

async function untilPrinted(stream: NodeJS.ReadableStream, expected: RegExp): Promise<void> {
  const endsAt = performance.now() + bootBoundMs;
  let printed = '';
  stream.on('data', (chunk) => {
    printed += String(chunk);
  });
  while (!expected.test(printed)) {
    if (performance.now() > endsAt)
      throw new Error(`npm start printed '${printed}'. Expected: ${expected} within two minutes`);
    await sleep(pollMs);
  }
}

/** With the credentials that it takes, and the example of its body. @returns the URL of the public API */
async function callEachRoute(outputsFile: string): Promise<string> {
  const stage = namedStage({ stage: 'local', env: 'dev', outputs: outputsFile }, 'bench');
  process.env[stageVariable] = JSON.stringify(stage);
  useAwsEnvironment(join(outputsFile, '..', 'aws.env'));
  // They read the stage's variable when they are loaded.
  const [{ createCallers }, { send, urlOf }, { exampleOf }, { operationsOf }, { taskApi }, { publicApi }] =
    await Promise.all([
      import('../../contracts/smoke/callers.ts'),
      import('../../contracts/smoke/requests.ts'),
      import('../../contracts/openapi/examples.ts'),
      import('../../contracts/route-table.ts'),
      import('../../contracts/task-api.ts'),
      import('../../contracts/public-api.ts'),
    ]);
  const callers = await createCallers();
  for (const api of [taskApi, publicApi]) {
    for (const operation of operationsOf(api)) {
      const body = operation.body === undefined ? {} : { body: exampleOf(operation.body) as object };
      const headers = await callers.admitted(api, operation, body);
      const { status } = await send(api, operation, { ...body, headers });
      if (status >= 500) throw new Error(`${operation.operationId} was answered ${status}. Expected: below 500`);
    }
  }
  return urlOf(publicApi);
}

async function saveAgainAndAgain(handler: string, publicApi: string): Promise<readonly number[]> {
  const source = readFileSync(handler, 'utf8');
  const answer = "body: { status: 'ok' }";
  if (!source.includes(answer)) throw new Error(`${handler} does not hold '${answer}'. Expected: its answer`);
  const times: number[] = [];
  for (let save = 1; save <= saves; save += 1) {
    const startedAt = performance.now();
    writeFileSync(handler, source.replace(answer, `${answer}, headers: { 'x-saved': '${save}' }`));
    while ((await fetch(`${publicApi}/health`)).headers.get('x-saved') !== String(save)) await sleep(pollMs);
    // The first save fills the compiler's cache.
    if (save > 1) times.push(performance.now() - startedAt);
  }
  return times;
}
