import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { findEngineBinary } from './engine-binary.ts';

/** A running engine. */
export interface EngineProcess {
  /** `http://127.0.0.1:41234` */
  readonly endpoint: string;
  /** Why the engine no longer runs; `undefined` while it does. */
  ended(): string | undefined;
  /** Ends the engine and waits until it is gone. */
  close(): Promise<void>;
}

/** A port can be taken between finding it free and the engine's listening on it. */
const mostAttempts = 5;
const readinessTimeoutMs = 10_000;
const shutdownTimeoutMs = 2_000;

/**
 * Starts the engine on a free port of 127.0.0.1.
 *
 * @param databasePath file that keeps the tables. @default memory
 * @throws {EngineMissing} if the platform's package is not installed.
 */
export async function startEngine(databasePath?: string): Promise<EngineProcess> {
  const binary = findEngineBinary();
  for (let attempt = 1; ; attempt++) {
    const port = await findFreePort();
    const child = spawnGuarded(binary, engineArguments(port, databasePath));
    const problem = await untilListening(child);
    if (problem === undefined) return supervise(child, port);
    kill(child, 'SIGKILL');
    if (attempt === mostAttempts || !problem.includes('in use')) {
      throw new Error(`the DynamoDB engine ${binary} did not start: ${problem}`);
    }
  }
}

const engineArguments = (port: number, databasePath: string | undefined): string[] => [
  'serve',
  '--host',
  '127.0.0.1',
  '--port',
  String(port),
  ...(databasePath === undefined ? [] : ['--db-path', databasePath]),
];

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('the probe for a free port has no port');
  return address.port;
}

/**
 * Runs the command and kills it once its standard input ends, which it does however the stage ends,
 * a SIGKILL included.
 */
const guard = [
  'trap : TERM',
  'exec 3<&0',
  '"$@" </dev/null 3<&- & engine=$!',
  '{ read -r _ <&3; kill -9 "$engine"; } 2>/dev/null & watcher=$!',
  'exec 3<&-',
  'while kill -0 "$engine" 2>/dev/null; do wait "$engine"; status=$?; done',
  'kill "$watcher" 2>/dev/null',
  'exit "$status"',
].join('\n');

/** In a process group of its own, so that Ctrl-C ends the stage first and the engine through it. */
function spawnGuarded(binary: string, commandArguments: string[]): ChildProcess {
  const stdio: ['pipe', 'pipe', 'pipe'] = ['pipe', 'pipe', 'pipe'];
  const child =
    process.platform === 'win32'
      ? spawn(binary, commandArguments, { stdio, windowsHide: true })
      : spawn('/bin/sh', ['-c', guard, 'sh', binary, ...commandArguments], { stdio, detached: true });
  // The engine's life must not hold the stage's.
  child.unref();
  for (const stream of child.stdio) (stream as { unref?: () => void } | null)?.unref?.();
  return child;
}

/** Resolves when the engine says that it listens, with what it said instead if it does not. */
function untilListening(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    let output = '';
    const hear = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('listening on')) finish(undefined);
    };
    const timer = setTimeout(
      () => finish(`it was not ready after ${readinessTimeoutMs} ms: ${output}`),
      readinessTimeoutMs,
    );
    const finish = (problem: string | undefined) => {
      clearTimeout(timer);
      resolve(problem);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', (error) => finish(error.message));
    child.once('close', (code) => finish(`it ended with code ${code}: ${output.trim()}`));
  });
}

function supervise(child: ChildProcess, port: number): EngineProcess {
  let ending: string | undefined;
  const killAtExit = () => kill(child, 'SIGKILL');
  process.once('exit', killAtExit);
  const gone = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      ending = `the DynamoDB engine ended with ${signal ?? `code ${code}`}`;
      process.off('exit', killAtExit);
      resolve();
    });
  });
  return {
    endpoint: `http://127.0.0.1:${port}`,
    ended: () => ending,
    async close() {
      child.ref();
      kill(child, 'SIGTERM');
      const timer = setTimeout(killAtExit, shutdownTimeoutMs);
      await gone;
      clearTimeout(timer);
    },
  };
}

/** Signals the guard and the engine; one that is gone already needs none. */
function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  if (process.platform === 'win32') child.kill(signal);
  else process.kill(-child.pid, signal);
}
