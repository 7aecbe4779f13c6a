import { parseArgs } from 'node:util';
import type { RequestRecord } from './gateway/gateway.ts';
import { type Stage, type StageOptions, startStage } from './stage.ts';

const usage =
  'usage: local-stage PATH/cdk.tf.json [--port N] [--outputs FILE] [--state FOLDER] [--dynamodb-endpoint URL]';

/** Runs a stage until it is told to stop. Exit codes: 0 stopped, 1 refused, 2 wrong usage. */
export async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') return complain(options, 2);
  const stopped = untilStopped();
  try {
    const stage = await startStage({ ...options, onRequest: printRequest, onNotice: printNotice });
    printReady(stage);
    await stopped;
    await stage.close();
    return 0;
  } catch (error) {
    return complain(oneLine(error), 1);
  }
}

/** @returns the options, or what is wrong with the arguments. */
function readOptions(args: readonly string[]): StageOptions | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        port: { type: 'string' },
        outputs: { type: 'string' },
        state: { type: 'string' },
        'dynamodb-endpoint': { type: 'string' },
      },
    });
    const [document, ...others] = positionals;
    if (document === undefined || others.length > 0) return usage;
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
      return `--port is '${values.port}'. Expected: a number from 0 to 65535`;
    }
    return {
      document,
      ...(port === undefined ? {} : { port }),
      ...(values.outputs === undefined ? {} : { outputs: values.outputs }),
      ...(values.state === undefined ? {} : { state: values.state }),
      ...(values['dynamodb-endpoint'] === undefined ? {} : { dynamodbEndpoint: values['dynamodb-endpoint'] }),
    };
  } catch (error) {
    return `${oneLine(error)}; ${usage}`;
  }
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    // Started with a channel, by a process that is gone now, however it ended.
    process.once('disconnect', () => resolve());
  });
}

function printReady({ urls, awsEndpoint }: Stage): void {
  const apis = urls.map(({ api, url }) => `${api} ${url}`);
  console.log(`ready in ${Math.round(performance.now())} ms: ${[...apis, `AWS services ${awsEndpoint}`].join(', ')}`);
}

function printRequest(record: RequestRecord): void {
  const { method, path, status, durationMs, functionName = '-', requestId, explanation } = record;
  console.log(`${method} ${path} ${status} ${durationMs.toFixed(1)} ms ${functionName} ${requestId}`);
  if (explanation !== undefined) console.log(`  ${explanation}`);
}

function printNotice(notice: string): void {
  console.log(notice);
}

function complain(message: string, exitCode: number): number {
  console.error(`local-stage: ${message}`);
  return exitCode;
}

/** A refusal is one line; a defect of the stage, which has nothing to say to its user, comes with its stack. */
function oneLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isDefect = error instanceof TypeError || error instanceof ReferenceError;
  return isDefect ? (error.stack ?? error.message) : error.message.replaceAll(/\s*\n\s*/g, ' ');
}
