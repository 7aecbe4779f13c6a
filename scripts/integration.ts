import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ErrorCode } from '../contracts/errors.ts';
import { publicApi } from '../contracts/public-api.ts';
import { operationsOf } from '../contracts/route-table.ts';
import { stageVariable } from '../contracts/smoke/stage.ts';
import { taskApi } from '../contracts/task-api.ts';
import { command } from './command.ts';
import { type RunningStage, startLocalStage } from './local-stage.ts';
import { controlUrlOf } from './long-run/control.ts';
import { namedStage } from './named-stage.ts';

/**
 * `npm run integration [-- SUITE ...]`: the handlers on a local stage of the run's own, from the
 * synthesized `staging` stack, whose throttles leave room for suites. A run of all suites also fails
 * for an answer or an error that a row declares and no suite has seen.
 */
const environment = 'staging';

/** Errors that no request can bring about at will. */
const seenElsewhere: Readonly<Partial<Record<ErrorCode, string>>> = {
  INTERNAL_ERROR: 'lambdas/shared/operation.test.ts: a defect has no request',
  IDEMPOTENCY_IN_PROGRESS: 'the projects suite takes it where two requests with one key meet',
  SERVICE_UNAVAILABLE: 'the exports suite calls the function with a queue that is not there',
  TOO_MANY_REQUESTS: "lambdas/auth/cognito-errors.test.ts: the user pool's limits are AWS's",
};

await command('integration', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-'));
  const outputsFile = join(folder, 'outputs.json');
  let running: RunningStage | undefined;
  try {
    running = await startLocalStage({ environment, port: 0, controlPort: 0, outputsFile, onLine: () => undefined });
    runSuites(running, join(folder, 'observations.txt'), process.argv.slice(2));
  } finally {
    await running?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** @param suites parts of their files' names; all if there are none. */
function runSuites({ outputsFile, readyLine }: RunningStage, observations: string, suites: readonly string[]): void {
  const stage = namedStage({ stage: 'local', env: environment, outputs: outputsFile }, 'integration');
  writeFileSync(observations, '');
  const { status } = spawnSync(
    process.execPath,
    [
      join('node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--config',
      'lambdas/integration/vitest.config.ts',
      ...suites,
    ],
    {
      stdio: 'inherit',
      env: {
        ...process.env,
        [stageVariable]: JSON.stringify(stage),
        GATEHOUSE_OBSERVATIONS: observations,
        GATEHOUSE_CONTROL: controlUrlOf(readyLine),
      },
    },
  );
  process.exitCode = status ?? 1;
  if (status === 0 && suites.length === 0) reportUnseen(observations);
}

/** Fails the command if there is something that no suite has seen. */
function reportUnseen(observations: string): void {
  const seen = new Set(readFileSync(observations, 'utf8').split('\n'));
  const declared = [taskApi, publicApi].flatMap((api) =>
    operationsOf(api).flatMap(({ operationId, answers, errors }) => [
      ...answers.map(({ status }) => `${operationId} ${status}`),
      ...errors.filter((code) => !(code in seenElsewhere)).map((code) => `${operationId} ${code}`),
    ]),
  );
  const unseen = declared.filter((line) => !seen.has(line));
  console.log(`${declared.length - unseen.length} of ${declared.length} declared answers and errors were seen`);
  if (unseen.length === 0) return;
  console.error(`integration: no suite has seen ${unseen.join(', ')}. Expected: a request for each`);
  process.exitCode = 1;
}
