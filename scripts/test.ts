import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awsEnvironmentOf } from './aws-environment.ts';
import { type RunningStage, startLocalStage } from './local-stage.ts';
import { atOnce, inOrder, runSteps, type Step, step } from './steps.ts';

/** `npm test`: everything that CI runs, up to four steps at a time; ends at the first step that fails. */

const vitest = join('node_modules', 'vitest', 'vitest.mjs');
const node = (name: string, ...commandArguments: readonly string[]): Step =>
  step(name, process.execPath, commandArguments);
/** One that nothing waits for in time: it takes what others leave of the processors, the less the higher its niceness. */
const patient = (niceness: number, name: string, ...commandArguments: readonly string[]): Step =>
  step(name, process.execPath, commandArguments, { niceness });

const checks = inOrder(
  // Its garbage is not worth collecting, which takes a third of its time and saves a tenth of its memory.
  step('types', process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', '.'], {
    variables: { GOGC: 'off' },
  }),
  node('lint and format', join('node_modules', '@biomejs', 'biome', 'bin', 'biome'), 'ci', '.'),
  node('unused code', join('node_modules', 'knip', 'bin', 'knip.js')),
  node('workflows', 'scripts/check-workflows.ts'),
);
const build = inOrder(
  node('bundle', 'scripts/bundle-functions.ts', '--force', '--list'),
  node('synth', 'scripts/synth.ts'),
);
/** Without a fresh worker for each file, which takes as long as the tests. */
const unitTests = node('unit tests', vitest, 'run', '--maxWorkers=1', '--no-isolate');
const stageTests = inOrder(
  node('consumer contracts', 'scripts/contracts.ts', '--check'),
  node('integration', 'scripts/integration.ts'),
  node('access attempts', 'scripts/access.ts'),
);
/** Few enough for half a minute; `npm run test:long` tries all. */
const sampled = ['--count', '4', '--lanes', '1', '--narrow'];
/** Fuzzing takes twice the time, and would be alone at the end otherwise. */
const loads = atOnce(
  patient(13, 'exports under faults', 'scripts/export-faults.ts', '--exports', '1000', '--seed', '140706'),
  patient(8, 'fuzzing', 'scripts/fuzz.ts', '--requests', '20000', '--races', '250', '--seed', '7'),
);

// Tests wait a part of their time; the loads, which keep more than a processor busy, fill it.
await runSteps(
  inOrder(
    atOnce(checks, build),
    atOnce(
      unitTests,
      inOrder(stageTests, againstLocalStage, node('mutations, a sample', 'scripts/mutate.ts', ...sampled)),
      loads,
    ),
  ),
);

/**
 * Smoke and verification, against a stage of this run's own, which they know as they know a deployed one:
 * by its outputs, and by AWS endpoints and credentials in the environment.
 */
async function againstLocalStage(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-'));
  const outputsFile = join(folder, 'outputs.json');
  let stage: RunningStage | undefined;
  try {
    stage = await startLocalStage({
      environment: 'dev',
      port: 0,
      controlPort: 0,
      outputsFile,
      onLine: () => undefined,
    });
    console.log(stage.readyLine);
    const where = ['--stage', 'dev', '--outputs', outputsFile];
    const variables = awsEnvironmentOf(join(folder, 'aws.env'));
    const against = (name: string, script: string) => step(name, process.execPath, [script, ...where], { variables });
    await inOrder(
      against('smoke', 'scripts/smoke.ts'),
      against('contract verification', 'scripts/verify-contracts.ts'),
    )();
  } finally {
    await stage?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
