import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createClient } from '../../contracts/client.ts';
import { apiKeyValue, createTestUser, partnerToken } from '../../contracts/smoke/credentials.ts';
import { sweepLeftovers, testAccounts } from '../../contracts/smoke/leftovers.ts';
import { type Stage, urlsOf } from '../../contracts/smoke/stage.ts';
import { taskApi } from '../../contracts/task-api.ts';
import { environments } from '../../stacks/environments.ts';
import { type RunningStage, startLocalStage } from '../local-stage.ts';
import { stageOf } from '../named-stage.ts';
import { readOutputs } from '../stage-files.ts';
import { copyStack, type StackCopy } from '../testing/stack-copy.ts';

/**
 * The smoke command against a stage that it knows as it knows a deployed one: by a file of outputs, and
 * by AWS endpoints and credentials in the environment. Needs the packages and the synthesized stacks.
 */

let copy: StackCopy;
let running: RunningStage;
let stage: Stage;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  copy = copyStack('dev', () => undefined);
  const { document, outputsFile } = copy;
  running = await startLocalStage({ environment: 'dev', port: 0, document, outputsFile, onLine: () => undefined });
  const variables = parseEnv(readFileSync(join(dirname(outputsFile), 'aws.env'), 'utf8'));
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  environment = { ...process.env };
  stage = stageOf(environments.dev, readOutputs(outputsFile, 'dev'));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await running?.stop();
  copy?.remove();
});

interface Run {
  readonly process: ChildProcess;
  readonly ended: Promise<{ readonly status: number | null; readonly output: string }>;
  /** What it has printed so far. */
  output(): string;
}

function smoke(...options: readonly string[]): Run {
  const started = spawn(
    process.execPath,
    ['scripts/smoke.ts', '--stage', 'dev', '--outputs', copy.outputsFile, ...options],
    { env: environment, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [started.stdout, started.stderr]) {
    stream.on('data', (text) => {
      output += String(text);
    });
  }
  const ended = once(started, 'close').then(([status]) => ({ status: status as number | null, output }));
  return { process: started, ended, output: () => output };
}

const runIdOf = (output: string) => /^run (\S+)/m.exec(output)?.[1];

test('what the stage cannot bear is skipped by name, and the rest is run', async () => {
  const { status, output } = await smoke('--only', 'queues,contacts').ended;
  expect(output).toMatch(/^skipped {2}queues: .*a message that fails is kept/m);
  expect(status).toBe(0);
});

test('an interrupt in the middle of a run leaves no account behind', { timeout: 30_000 }, async () => {
  const run = smoke('--only', 'validation');
  const accounts = async () => testAccounts(stage, runIdOf(run.output()) ?? 'no run yet');
  await expect.poll(accounts, { timeout: 20_000, interval: 50 }).toHaveLength(1);
  run.process.kill('SIGINT');
  const { status, output } = await run.ended;
  expect(output).toContain('interrupted; removing what the run has made');
  expect(status).toBe(130);
  expect(await accounts()).toEqual([]);
});

test.each([
  [['--only', 'cors,nothing'], "'nothing' is no suite. Expected some of: access,"],
  [['--control', 'https://control.example'], 'is not that of http://127.0.0.1'],
])('%s is refused before anything is done', async (options, message) => {
  const { status, output } = await smoke(...options).ended;
  expect(status).toBe(2);
  expect(output).toContain(message);
});

describe('what a run has left that was cut', () => {
  const partnerId = 'leftover-partner';
  const sharedProjects = async () => {
    const [token, key] = await Promise.all([
      partnerToken(stage.outputs, partnerId),
      apiKeyValue(stage.outputs.partnerApiKeyId),
    ]);
    const headers = { Authorization: `Bearer ${token}`, 'x-api-key': key };
    const client = createClient(taskApi, { baseUrl: urlsOf(stage).taskApi, headers: () => headers });
    return (await client.listPartnerProjects()).body.items.map(({ name }) => name);
  };

  test('is swept after a day, with its projects', async () => {
    const user = await createTestUser(stage.outputs, 'smoke-1-leftover');
    const headers = { Authorization: user.idToken };
    const client = createClient(taskApi, { baseUrl: urlsOf(stage).taskApi, headers: () => headers });
    await client.createProject({ body: { name: 'Left', partnerIds: [partnerId] } });

    const hourMs = 60 * 60 * 1000;
    expect(await sweepLeftovers(stage, Date.now() + 23 * hourMs)).toBe(0);
    expect(await sharedProjects()).toEqual(['Left']);
    expect(await sweepLeftovers(stage, Date.now() + 25 * hourMs)).toBe(1);
    expect(await sharedProjects()).toEqual([]);
    expect(await testAccounts(stage, 'smoke-1-')).toEqual([]);
  });
});
