import { appendFileSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { removeRun, sweepLeftovers } from '../contracts/smoke/leftovers.ts';
import { command } from './command.ts';
import { namedStage, stageOptions } from './named-stage.ts';
import { runSuites } from './smoke/run-suites.ts';
import { readReport, skippedLines, summary } from './smoke/summary.ts';

/**
 * `npm run smoke -- --stage local|dev|staging|prod [--env dev] [--outputs FILE] [--only cors,auth]
 * [--junit FILE] [--summary FILE]`: the smoke suites against a stage, with users of the run's own, which
 * are removed at the end whatever comes. See docs/smoke.md.
 */
await command('smoke', async () => {
  const { values } = parseArgs({
    options: {
      ...stageOptions,
      only: { type: 'string' },
      junit: { type: 'string' },
      summary: { type: 'string', default: process.env['GITHUB_STEP_SUMMARY'] ?? '' },
    },
  });
  const suites = suitesNamed(values.only);
  const stage = namedStage(values, 'smoke');
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-smoke-'));
  const report = join(folder, 'report.json');
  try {
    const swept = await sweepLeftovers(stage);
    if (swept > 0) console.log(`swept ${swept} accounts that runs of earlier days have left`);
    console.log(`run ${stage.runId} on ${values.stage} (${stage.outputs.taskApiUrl})`);
    process.exitCode = await runSuites(suites, stage, { report, junit: values.junit }, () => removeRun(stage));
    const read = readReport(report);
    if (!read) return;
    for (const line of skippedLines(read)) console.log(line);
    if (values.summary !== '') appendFileSync(values.summary, summary(read, String(values.stage)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Ends the process with status 2 for a name that is no suite's. */
function suitesNamed(only: string | undefined): readonly string[] {
  const all = globSync('contracts/smoke/*.smoke.ts')
    .map((file) => basename(file, '.smoke.ts'))
    .sort();
  const unknown = only?.split(',').filter((name) => !all.includes(name)) ?? [];
  if (unknown.length > 0) {
    console.error(`smoke: '${unknown.join(', ')}' is no suite. Expected some of: ${all.join(', ')}`);
    process.exit(2);
  }
  return only?.split(',') ?? all;
}
