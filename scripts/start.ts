import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { environments } from '../stacks/environments.ts';
import { useAwsEnvironment } from './aws-environment.ts';
import { command } from './command.ts';
import { createDemo } from './demo.ts';
import { type StageDocs, serveStageDocs } from './docs-page/stage-docs.ts';
import { startLiveReload } from './live/live-reload.ts';
import { type RunningStage, stackDocument, startLocalStage } from './local-stage.ts';
import { readOutputs } from './stage-files.ts';
import { tour } from './tour.ts';

/**
 * `npm start`: bundles, synthesizes, runs an environment on localhost and prints a tour.
 * `-- --env staging --port 4000`
 */

let stop = (): void => process.exit(0);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop());

await command('start', async () => {
  const { environment, port } = readOptions();
  if (!runStep('scripts/bundle-functions.ts') || !runStep('scripts/synth.ts')) {
    process.exitCode = 1;
    return;
  }
  const stage = await startLocalStage({ environment, port, controlPort: 0, onLine: (line) => console.log(line) });
  // The stage has got an interrupt of the terminal itself; then this one changes nothing.
  stop = () => void stage.stop();
  let docs: StageDocs | undefined;
  const live = startLiveReload(stage, stackDocument(environment));
  try {
    await printTour(stage, environment);
    docs = await startDocs(stage, environment);
    // From here on it waits, beside a stage that needs the memory. Not earlier: modules load slower under a flag.
    setFlagsFromString('--optimize-for-size');
    process.exitCode = await stage.ended;
    console.log('stopped');
  } finally {
    live.close();
    await docs?.close();
    await stage.stop();
    forget(stage);
  }
});

/** @throws {Error} naming what is wrong with the arguments, before anything is built. */
function readOptions(): { readonly environment: string; readonly port: number } {
  const { values } = parseArgs({
    options: { env: { type: 'string', default: 'dev' }, port: { type: 'string', default: '4000' } },
  });
  if (!Object.hasOwn(environments, values.env)) {
    throw new Error(
      `--env is '${values.env}', which is no environment. Expected one of: ${Object.keys(environments).join(', ')}`,
    );
  }
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_533) {
    throw new Error(
      `--port is '${values.port}'. Expected: a number from 0 to 65533; the stage takes three ports from it`,
    );
  }
  return { environment: values.env, port };
}

/** Each step is the command of its own that people and `cdktf` run too; it prints why it failed. */
function runStep(script: string): boolean {
  return spawnSync(process.execPath, [script], { stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
}

async function printTour(stage: RunningStage, environment: string): Promise<void> {
  console.log(stage.readyLine);
  const outputs = readOutputs(stage.outputsFile, environment);
  await fetch(`${outputs.publicApiUrl.replace(/\/$/, '')}/health`);
  console.log(`first 200 after ${Math.round(performance.now())} ms of npm start`);
  useAwsEnvironment(join(dirname(stage.outputsFile), 'aws.env'));
  console.log(tour(outputs, await createDemo(outputs), stage.outputsFile));
}

async function startDocs({ outputsFile }: RunningStage, environment: string): Promise<StageDocs> {
  const found = Object.entries(environments).find(([name]) => name === environment)?.[1];
  const docs = await serveStageDocs(readOutputs(outputsFile, environment), found?.corsOrigins ?? []);
  const remark = docs.canCall ? '' : ` (to read: ${environment} lets no page of this origin call)`;
  console.log(`  Docs         ${docs.url}${remark}\n`);
  return docs;
}

/** What the files say is true only while the stage runs. */
function forget({ outputsFile }: RunningStage): void {
  for (const file of ['aws.env', 'tour.env', 'tour.ps1']) rmSync(join(dirname(outputsFile), file), { force: true });
  rmSync(outputsFile, { force: true });
}
