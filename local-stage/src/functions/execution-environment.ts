import { Worker } from 'node:worker_threads';
import type { Clock } from '../clock.ts';
import { watchMemory } from './memory-watch.ts';
import {
  type EnvironmentData,
  giveBackMemory,
  type InvocationMessage,
  type RuntimeMessage,
} from './runtime/messages.ts';

/** One thread with the function's code, variables and global state: runs one invocation at a time. */
export interface ExecutionEnvironment {
  /** Writes an event to the environment's log stream. */
  log(line: string): void;
  /**
   * Starts the thread and loads the handler: Lambda's Init phase. Once.
   *
   * @param timeoutMs of the host's time, after which the thread is ended.
   */
  initialize(timeoutMs: number): Promise<Outcome>;
  /**
   * Runs the handler. Not before the last outcome is there.
   *
   * @param timeoutMs after which the thread is ended: of the stage's time, or of the host's while that stands still.
   */
  invoke(message: InvocationMessage, timeoutMs: number): Promise<Outcome>;
  /** Asks the thread to, which is to wait for an invocation. */
  giveBackMemory(): void;
  /** How long the Init phase took, to the first who asks: the first invocation reports it. */
  takeInitDurationMs(): number | undefined;
  /** Whether the thread can take another invocation. */
  alive(): boolean;
  /** Replaces who is told when the thread has ended. */
  tellEnd(onEnd: (environment: ExecutionEnvironment) => void): void;
  stop(): Promise<void>;
}

/** How an Init phase or an invocation ended. */
export type Outcome = Exclude<RuntimeMessage, { kind: 'log' }> | FatalOutcome;

/** The thread had to be ended, or ended. */
export type FatalOutcome =
  | { readonly kind: 'timeout' }
  | { readonly kind: 'outOfMemory' }
  | { readonly kind: 'exit'; readonly code: number };

export interface EnvironmentOptions {
  readonly data: EnvironmentData;
  readonly memorySizeMb: number;
  readonly clock: Pick<Clock, 'after'>;
  readonly variables: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
  /** Is told when the thread has ended, whatever the reason. */
  readonly onEnd: (environment: ExecutionEnvironment) => void;
}

/** Share of a function's memory that the runtime gives to the old generation of the heap. */
const oldGenerationShare = 0.9;
/** Measured: a larger young generation costs memory in each thread and gains nothing with handlers. */
const youngGenerationMb = 4;
/** Node's exit code for arguments that it does not take, such as a wrong `NODE_OPTIONS`. */
const invalidArgumentExitCode = 9;

/** Of the sources, or beside the one file that the stage was bundled into. */
const runtimeUrl = import.meta.url.endsWith('.ts')
  ? new URL('./runtime/main.ts', import.meta.url)
  : new URL('./runtime.cjs', import.meta.url);

export function createExecutionEnvironment(options: EnvironmentOptions): ExecutionEnvironment {
  let worker: Worker | undefined;
  let dead = false;
  let initDurationMs: number | undefined;
  let settle: ((outcome: Outcome) => void) | undefined;
  let { onEnd } = options;

  const finish = (outcome: Outcome) => {
    const waiting = settle;
    settle = undefined;
    memory.end();
    waiting?.(
      outcome.kind === 'answer' ? { ...outcome, usedMemoryBytes: memory.most(outcome.usedMemoryBytes) } : outcome,
    );
  };
  const limitBytes = options.memorySizeMb * 2 ** 20;
  const memory = watchMemory(
    () => worker,
    limitBytes,
    () => {
      finish({ kind: 'outOfMemory' });
      void environment.stop();
    },
  );
  const expire = () => {
    finish({ kind: 'timeout' });
    // The thread may take a while to end; the caller does not wait for it.
    void environment.stop();
  };
  const outcomeWithin = (timeoutMs: number, cancelAlarm = () => {}) =>
    new Promise<Outcome>((resolve) => {
      const timer = setTimeout(expire, timeoutMs);
      settle = (outcome) => {
        clearTimeout(timer);
        cancelAlarm();
        resolve(outcome);
      };
    });
  const end = (outcome: Outcome) => {
    dead = true;
    finish(outcome);
    onEnd(environment);
  };

  const environment: ExecutionEnvironment = {
    log: options.log,
    async initialize(timeoutMs) {
      const startedAt = performance.now();
      const outcome = outcomeWithin(timeoutMs);
      worker = startThread(options, { onMessage: finish, onEnd: end });
      const { kind } = await outcome;
      if (kind === 'initialized') initDurationMs = performance.now() - startedAt;
      return outcome;
    },
    invoke(message, timeoutMs) {
      const outcome = outcomeWithin(timeoutMs, options.clock.after(timeoutMs, expire));
      memory.begin();
      worker?.postMessage(message);
      return outcome;
    },
    giveBackMemory: () => worker?.postMessage(giveBackMemory),
    takeInitDurationMs() {
      const taken = initDurationMs;
      initDurationMs = undefined;
      return taken;
    },
    alive: () => !dead,
    tellEnd(listener) {
      onEnd = listener;
    },
    async stop() {
      dead = true;
      await worker?.terminate();
    },
  };
  return environment;
}

/** @returns nothing if Node refused to start the thread; the reason is logged and `onEnd` called. */
function startThread(
  options: EnvironmentOptions,
  { onMessage, onEnd }: { onMessage: (outcome: Outcome) => void; onEnd: (outcome: Outcome) => void },
): Worker | undefined {
  let worker: Worker;
  try {
    worker = new Worker(runtimeUrl, {
      workerData: options.data,
      env: options.variables,
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: {
        maxOldGenerationSizeMb: Math.floor(options.memorySizeMb * oldGenerationShare),
        maxYoungGenerationSizeMb: youngGenerationMb,
      },
    });
  } catch (error) {
    options.log(error instanceof Error ? error.message : String(error));
    onEnd({ kind: 'exit', code: invalidArgumentExitCode });
    return undefined;
  }
  let outOfMemory = false;
  worker.on('message', (message: RuntimeMessage) => {
    if (message.kind === 'log') options.log(message.line);
    else onMessage(message);
  });
  worker.on('error', (error) => {
    outOfMemory = isOutOfMemory(error);
    if (!outOfMemory) options.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  });
  worker.on('exit', (code) => onEnd(outOfMemory ? { kind: 'outOfMemory' } : { kind: 'exit', code }));
  return worker;
}

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
