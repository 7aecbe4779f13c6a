import { parseArgs } from 'node:util';
import { type Stage, type StageOptions, startStage } from './stage.ts';
import { createJsonPrinter } from './terminal/json-printer.ts';
import type { Printer } from './terminal/printer.ts';
import { createTextPrinter } from './terminal/text-printer.ts';

const usage =
  'usage: local-stage PATH/cdk.tf.json [--port N] [--control-port N] [--outputs FILE] [--state FOLDER] [--dynamodb-endpoint URL] [--json]';

interface CommandOptions extends StageOptions {
  readonly json: boolean;
}

/** Runs a stage until it is told to stop. Exit codes: 0 stopped, 1 refused, 2 wrong usage. */
export async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') return complain(options, 2);
  const stopped = untilStopped();
  try {
    const { json, ...stageOptions } = options;
    const printer = json ? createJsonPrinter(write) : createTextPrinter(write);
    const stage = await startStage({ ...stageOptions, ...printer });
    printer.onReady(stage);
    onReloadSignal(() => void reload(stage, printer));
    await stopped;
    await stage.close();
    printer.onStop();
    return 0;
  } catch (error) {
    return complain(oneLine(error), 1);
  }
}

/** @returns the options, or what is wrong with the arguments. */
function readOptions(args: readonly string[]): CommandOptions | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        port: { type: 'string' },
        'control-port': { type: 'string' },
        outputs: { type: 'string' },
        state: { type: 'string' },
        'dynamodb-endpoint': { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const [document, ...others] = positionals;
    if (document === undefined || others.length > 0) return usage;
    const port = readPort('--port', values.port);
    const controlPort = readPort('--control-port', values['control-port']);
    return {
      document,
      json: values.json,
      ...(port === undefined ? {} : { port }),
      ...(controlPort === undefined ? {} : { controlPort }),
      ...(values.outputs === undefined ? {} : { outputs: values.outputs }),
      ...(values.state === undefined ? {} : { state: values.state }),
      ...(values['dynamodb-endpoint'] === undefined ? {} : { dynamodbEndpoint: values['dynamodb-endpoint'] }),
    };
  } catch (error) {
    return `${oneLine(error)}; ${usage}`;
  }
}

/** @throws {Error} saying that it is no port, the usage aside. */
function readPort(option: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const port = Number(value);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new RangeError(`${option} is '${value}'. Expected: a number from 0 to 65535`);
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    // Started with a channel, by a process that is gone now, however it ended.
    process.once('disconnect', () => resolve());
  });
}

/** SIGHUP, or the message `reload` of the process that started this one with a channel. */
function onReloadSignal(reloadStage: () => void): void {
  process.on('SIGHUP', reloadStage);
  process.on('message', (message) => {
    if (message === 'reload') reloadStage();
  });
}

/** A document that is refused is told of, and changes nothing. */
async function reload(stage: Stage, { onReload, onReloadRefused }: Printer): Promise<void> {
  const startedAt = performance.now();
  try {
    await stage.reload();
    onReload(performance.now() - startedAt);
  } catch (error) {
    onReloadRefused(oneLine(error));
  }
}

const write = (text: string) => void process.stdout.write(text);

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
