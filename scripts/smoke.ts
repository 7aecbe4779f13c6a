import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { stageVariable } from '../contracts/smoke/stage.ts';
import { namedStage, stageOptions } from './named-stage.ts';

/**
 * `npm run smoke -- --stage local|dev|staging|prod [--env dev] [--outputs FILE] [--only cors,auth]`:
 * the smoke suites against a stage. `local` is the running local stage of `--env`; it is also asked
 * what a deployed one must not be, by the suites whose name begins with `local-`.
 */
const { values } = parseArgs({ options: { ...stageOptions, only: { type: 'string' } } });
const suites = globSync('contracts/smoke/*.smoke.ts')
  .map((file) => basename(file, '.smoke.ts'))
  .filter((suite) => values.stage === 'local' || !suite.startsWith('local-'))
  .sort();
const only = values.only?.split(',') ?? suites;
for (const suite of only) {
  if (!suites.includes(suite)) {
    console.error(`smoke: '${suite}' is no suite. Expected some of: ${suites.join(', ')}`);
    process.exit(2);
  }
}
const stage = namedStage(values, 'smoke');
const { status } = spawnSync(
  process.execPath,
  [
    join('node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--config',
    'contracts/smoke/vitest.config.ts',
    ...only.map((suite) => `contracts/smoke/${suite}.smoke.ts`),
  ],
  { stdio: 'inherit', env: { ...process.env, [stageVariable]: JSON.stringify(stage) } },
);
process.exitCode = status ?? 1;
