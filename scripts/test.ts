import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningStage, startLocalStage } from './local-stage.ts';
import { runSteps, step } from './steps.ts';

/** `npm test`: everything that CI runs, in order; ends at the first step that fails. */

const vitest = join('node_modules', 'vitest', 'vitest.mjs');

await runSteps(async () => {
  step('types', process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', '.']);
  step('lint and format', process.execPath, [join('node_modules', '@biomejs', 'biome', 'bin', 'biome'), 'ci', '.']);
  step('unused code', process.execPath, [join('node_modules', 'knip', 'bin', 'knip.js')]);
  step('bundle', process.execPath, ['scripts/bundle-functions.ts', '--force', '--list']);
  step('synth', process.execPath, ['scripts/synth.ts']);
  step('unit tests', process.execPath, [vitest, 'run']);
  step('consumer contracts', process.execPath, [vitest, 'run', '--config', 'contracts/pact/vitest.config.ts']);
  step('integration', process.execPath, ['scripts/integration.ts']);
  await againstLocalStage();
});

/** Smoke and verification, against a stage of this run's own: free ports, its own outputs. */
async function againstLocalStage(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-'));
  const outputsFile = join(folder, 'outputs.json');
  let stage: RunningStage | undefined;
  try {
    stage = await startLocalStage({ environment: 'dev', port: 0, outputsFile, onLine: () => undefined });
    console.log(stage.readyLine);
    const where = ['--stage', 'local', '--outputs', outputsFile];
    step('smoke', process.execPath, ['scripts/smoke.ts', ...where]);
    step('contract verification', process.execPath, ['scripts/verify-contracts.ts', ...where]);
  } finally {
    await stage?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
