import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { useAwsEnvironment } from './aws-environment.ts';
import { createDemo } from './demo.ts';
import { startLocalStage } from './local-stage.ts';
import { readOutputs } from './stage-files.ts';
import { tour } from './tour.ts';

/**
 * `npm start`: bundles, synthesizes, runs an environment on localhost and prints a tour.
 * `-- --env staging --port 4000`
 */

const startedAt = performance.now();
const { values } = parseArgs({
  options: { env: { type: 'string', default: 'dev' }, port: { type: 'string', default: '4000' } },
});

runStep('scripts/bundle-functions.ts');
runStep('scripts/synth.ts');
let stop = (): void => process.exit(0);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop());
const stage = await startLocalStage({
  environment: values.env,
  port: Number(values.port),
  onLine: (line) => console.log(line),
}).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
// The stage has got an interrupt of the terminal itself; then this one changes nothing.
stop = () => void stage.stop();
console.log(stage.readyLine);

const outputs = readOutputs(stage.outputsFile, values.env);
await fetch(new URL('health', withTrailingSlash(outputs.publicApiUrl)));
console.log(`first 200 after ${Math.round(performance.now() - startedAt)} ms of npm start`);
useAwsEnvironment(join(dirname(stage.outputsFile), 'aws.env'));
console.log(tour(outputs, await createDemo(outputs), stage.outputsFile));
process.exitCode = await stage.ended;

/** Each step is the command of its own that people and `cdktf` run too. */
function runStep(script: string): void {
  const { status } = spawnSync(process.execPath, [script], { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) process.exit(status ?? 1);
}

function withTrailingSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}
