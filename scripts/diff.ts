import { appendFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { cdktf } from './cdktf.ts';
import { command } from './command.ts';
import { diffReport } from './pull-request/diff-report.ts';
import { commentOnPullRequest } from './pull-request/pull-request-comment.ts';

/**
 * `npm run diff -- --env dev [--comment]`: what a deployment would change, as `cdktf diff` tells it; also
 * added to the job's summary, and with `--comment` said on the pull request whose job this is.
 */
await command('diff', async () => {
  const { values } = parseArgs({
    options: { env: { type: 'string' }, comment: { type: 'boolean', default: false } },
  });
  const { status, output } = await cdktf('diff', values.env);
  process.exitCode = status;
  const report = diffReport(String(values.env), output, status);
  const summary = process.env['GITHUB_STEP_SUMMARY'];
  if (summary) appendFileSync(summary, report);
  if (values.comment) await commentOnPullRequest(`diff of ${values.env}`, report, process.env);
});
