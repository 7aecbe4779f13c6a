import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { command } from './command.ts';
import { stackDocument } from './local-stage.ts';

/**
 * `npm run record -- --env dev --file deployment.json`: writes down what was deployed: which commit, the
 * hash of the synthesized stack (which names every function's package by its own), when, and how the job
 * stood (`JOB_STATUS`). Also added to the job's summary.
 */
await command('record', () => {
  const { values } = parseArgs({ options: { env: { type: 'string', default: 'dev' }, file: { type: 'string' } } });
  if (values.file === undefined) throw new Error("no file is named. Expected: '--file deployment.json'");
  const record = {
    environment: values.env,
    commit: git('rev-parse', 'HEAD'),
    isCommitted: git('status', '--porcelain', '--untracked-files=no') === '',
    stackSha256: createHash('sha256')
      .update(readFileSync(stackDocument(values.env)))
      .digest('hex'),
    recordedAt: new Date().toISOString(),
    jobStatus: process.env['JOB_STATUS'] ?? 'no job',
  };
  writeFileSync(values.file, `${JSON.stringify(record, undefined, 2)}\n`);
  const rows = Object.entries(record).map(([name, value]) => `| ${name} | ${value} |`);
  const summary = process.env['GITHUB_STEP_SUMMARY'];
  if (summary) appendFileSync(summary, ['## Deployment', '', '| what | value |', '|---|---|', ...rows, ''].join('\n'));
  console.log(`${values.file}: ${record.commit} on ${record.environment}`);
});

/** @throws {Error} with what git says. */
function git(...words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('git', words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${words.join(' ')} failed: ${stderr.trim()}`);
  return stdout.trim();
}
