import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { localOutputsFile } from './stage-files.ts';
import { stageProgram } from './stage-program.ts';

/** A running local stage: its own process, started by its own command. */
export interface RunningStage {
  readonly pid: number;
  /** Line with the URLs that it printed when it was ready. */
  readonly readyLine: string;
  readonly outputsFile: string;
  /** Tells it to read its document again; it prints what came of it. */
  reload(): void;
  /** Ends it and waits until it is gone. */
  stop(): Promise<void>;
  /** Exit status, once it has ended by itself or by a signal. */
  readonly ended: Promise<number>;
}

export interface LocalStageOptions {
  /** Whose stack to run. */
  readonly environment: string;
  /** First of the stage's ports; 0 takes free ones. */
  readonly port: number;
  /** @default `.local-stage/<environment>/outputs.json` */
  readonly outputsFile?: string;
  /** The synthesized stack. @default `cdktf.out/stacks/<environment>/cdk.tf.json` */
  readonly document?: string;
  /** Port of the control API, whose URL is in the ready line; 0 takes a free one. @default there is none */
  readonly controlPort?: number;
  /** Folder in which the stage keeps what it stores. @default memory */
  readonly state?: string;
  /** Called for each line that the stage prints once it is ready. */
  readonly onLine: (line: string) => void;
  /** Called for each line on its standard error. @default goes to this process's own */
  readonly onErrorLine?: (line: string) => void;
}

/** The synthesized stack of an environment. */
export const stackDocument = (environment: string): string => join('cdktf.out', 'stacks', environment, 'cdk.tf.json');

/** @throws {Error} if the stage ends before it is ready; it has then printed why on standard error. */
export async function startLocalStage(options: LocalStageOptions): Promise<RunningStage> {
  const { environment, onLine, onErrorLine } = options;
  const outputsFile = options.outputsFile ?? localOutputsFile(environment);
  const document = options.document ?? stackDocument(environment);
  if (!existsSync(document)) {
    throw new Error(`${document} is missing. Expected: one of the synthesized stacks; 'npm run synth' writes them`);
  }
  const child = spawn(
    process.execPath,
    [...nodeOptions, stageProgram(), document, ...argumentsOf({ ...options, outputsFile })],
    // The channel tells the stage when this process is gone, however it ended.
    {
      stdio: ['ignore', 'pipe', onErrorLine ? 'pipe' : 'inherit', 'ipc'],
      env: { ...process.env, ...allocation, ...colours() },
    },
  );
  if (child.stderr && onErrorLine) createInterface({ input: child.stderr }).on('line', onErrorLine);
  const ended = new Promise<number>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  });
  const readyLine = await untilReady(child, ended, onLine);
  return {
    pid: child.pid ?? 0,
    readyLine,
    outputsFile,
    ended,
    reload() {
      // What was saved while the stage ends changes nothing any more.
      if (child.connected) child.send('reload');
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** As the command itself says in its first line, which counts where it is called by its name. */
const nodeOptions = ['--max-semi-space-size=8'];

/** glibc keeps memory apart for many threads otherwise, of which each function is one. */
const allocation = { MALLOC_ARENA_MAX: '2' };

/** The stage writes to a pipe: whether its lines end in a terminal is known here. */
const colours = () => (process.stdout.isTTY && !process.env['NO_COLOR'] ? { FORCE_COLOR: '1' } : {});

function argumentsOf({ port, outputsFile, controlPort, state }: LocalStageOptions & { readonly outputsFile: string }) {
  return [
    ...['--port', String(port), '--outputs', outputsFile],
    ...(controlPort === undefined ? [] : ['--control-port', String(controlPort)]),
    ...(state === undefined ? [] : ['--state', state]),
  ];
}

async function untilReady(
  child: ChildProcess,
  ended: Promise<number>,
  onLine: (line: string) => void,
): Promise<string> {
  if (!child.stdout) throw new Error('the stage has no standard output');
  const lines = createInterface({ input: child.stdout });
  const ready = new Promise<string>((resolve) => {
    let isReady = false;
    lines.on('line', (line) => {
      if (isReady || !line.startsWith('ready ')) {
        onLine(line);
        return;
      }
      isReady = true;
      resolve(line);
    });
  });
  const first = await Promise.race([ready, ended]);
  if (typeof first === 'number') {
    throw new Error(`the local stage ended with status ${first} before it was ready; what it printed says why`);
  }
  return first;
}
