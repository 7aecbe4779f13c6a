import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ErrorCode } from '../contracts/errors.ts';
import { stageVariable } from '../contracts/smoke/stage.ts';
import { caseCoverage, caseTable, readObservations } from './case-coverage.ts';
import { command } from './command.ts';
import { type RunningStage, startLocalStage } from './local-stage.ts';
import { controlUrlOf } from './long-run/control.ts';
import { namedStage } from './named-stage.ts';

/**
 * `npm run integration [-- SUITE ...]`: the handlers on a local stage of the run's own, from the
 * synthesized `staging` stack, whose throttles leave room for suites. A run of all suites also prints
 * what they have shown of each row, and fails for what none has: see contracts/test-cases.ts.
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
  if (status === 0 && suites.length === 0) reportHoles(observations);
}

/** Fails the command if there is something that no suite has shown. */
function reportHoles(file: string): void {
  const coverage = caseCoverage(readObservations(file), new Set(Object.keys(seenElsewhere) as ErrorCode[]));
  console.log(caseTable(coverage));
  const holes = coverage.flatMap(({ operationId, cases }) =>
    cases.filter(({ isShown }) => !isShown).map(({ name }) => `${operationId}: ${name}`),
  );
  const total = coverage.reduce((sum, { cases }) => sum + cases.length, 0);
  console.log(`${total - holes.length} of ${total} cases of the rows were shown`);
  if (holes.length > 0) throw new Error(`no suite has shown\n  ${holes.join('\n  ')}\nExpected: a request for each`);
}
