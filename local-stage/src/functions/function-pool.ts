import { availableParallelism } from 'node:os';
import type { ExecutionEnvironment } from './execution-environment.ts';
import type { IdleEnvironments } from './idle-environments.ts';
import type { Invocation, InvocationRunner } from './invocation.ts';
import { FunctionsClosedError, type InvocationAnswer } from './invoker.ts';
import type { WorkLimit } from './work-limit.ts';

/** Runs one function: each invocation in an environment that is its own for that time. */
export interface FunctionPool {
  invoke(invocation: Invocation): Promise<InvocationAnswer>;
  counts(): EnvironmentCounts;
  /** Ends all threads but the idle ones; what runs is answered as an exit of the runtime, what waits is rejected. */
  close(): Promise<void>;
}

/** How many execution environments a function has. */
export interface EnvironmentCounts {
  /** Those that start among them. */
  readonly environments: number;
  /** Those that run an invocation. */
  readonly busy: number;
}

interface WaitingInvocation {
  readonly invocation: Invocation;
  readonly resolve: (answer: InvocationAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/** Starting a thread is the processor's work: more at once would only slow each other. */
const processors = availableParallelism();
/** Longest wait for a thread's end at close, in milliseconds: one that is inside native code ends late. */
const stopTimeoutMs = 1000;

/**
 * An invocation takes an idle environment; without one it waits for the first that becomes idle. A
 * function without any starts one at once, and more when the work limit sees that they would help.
 */
export function createFunctionPool(options: {
  readonly functionArn: string;
  readonly runner: InvocationRunner;
  readonly idle: IdleEnvironments;
  readonly work: WorkLimit;
  readonly createEnvironment: (onEnd: (environment: ExecutionEnvironment) => void) => ExecutionEnvironment;
  /** Longest Init phase, in milliseconds. */
  readonly initTimeoutMs: number;
  /** Idle environments that it begins with. */
  readonly warm: readonly ExecutionEnvironment[];
  /** Is given the idle environments when the pool is closed. */
  readonly onSpare: (environment: ExecutionEnvironment) => void;
}): FunctionPool {
  const { functionArn, runner, idle, work } = options;
  const waiting: WaitingInvocation[] = [];
  const environments = new Set<ExecutionEnvironment>();
  let starting = 0;
  let busy = 0;
  /** Of `performance.now()` at which an invocation last began, ended or was the first to wait. */
  let movedAt = 0;
  let closed = false;

  const discard = (environment: ExecutionEnvironment) => {
    idle.remove(environment);
    environments.delete(environment);
  };
  const create = () => {
    const environment = options.createEnvironment(discard);
    environments.add(environment);
    return environment;
  };
  for (const environment of options.warm) {
    environment.tellEnd(discard);
    environments.add(environment);
    idle.add(functionArn, environment);
  }
  const begin = () => {
    movedAt = performance.now();
    work.begin();
  };
  const end = () => {
    movedAt = performance.now();
    work.end();
  };
  const dispatch = () => {
    while (waiting.length > 0 && work.hasRoom()) {
      const environment = idle.take(functionArn);
      const next = environment && waiting.shift();
      if (!next) break;
      void occupy(environment, next, runner.run);
    }
    if (waiting.length > 0 && busy + starting === 0 && work.hasRoom()) void start();
    if (waiting.length > 0) work.wait(waiter);
    else work.leave(waiter);
  };
  const grow = () => {
    while (starting < Math.min(waiting.length, processors) && work.hasRoom()) void start();
  };
  const waiter = {
    proceed: () => dispatch(),
    grow,
    // A start takes its time by itself, and has a limit of its own.
    stalledMs: () => (starting > 0 ? 0 : performance.now() - movedAt),
  };
  const release = (environment: ExecutionEnvironment) => {
    if (closed) return;
    if (environment.alive()) idle.add(functionArn, environment);
    dispatch();
  };
  const occupy = async (
    environment: ExecutionEnvironment,
    { invocation, resolve, reject }: WaitingInvocation,
    run: InvocationRunner['run'] | InvocationRunner['runFromInit'],
  ) => {
    busy += 1;
    begin();
    const done = () => {
      busy -= 1;
      // Before the caller goes on: its next invocation is to find the environment idle.
      release(environment);
      end();
    };
    try {
      const answer = await run(environment, invocation);
      done();
      resolve(answer);
    } catch (error) {
      done();
      reject(error);
    }
  };
  const start = async () => {
    starting += 1;
    begin();
    try {
      await initialize(create());
    } catch (error) {
      waiting.shift()?.reject(error);
    }
    starting -= 1;
    if (!closed) dispatch();
    end();
  };
  const initialize = async (environment: ExecutionEnvironment) => {
    const startedAt = performance.now();
    const outcome = await environment.initialize(options.initTimeoutMs);
    if (outcome.kind === 'initialized') release(environment);
    else if (outcome.kind !== 'answer') {
      runner.reportFailedInit(environment, outcome, startedAt);
      void environment.stop();
      repeatInit(waiting.shift());
    }
  };
  const repeatInit = (next: WaitingInvocation | undefined) => {
    if (next) void occupy(create(), next, runner.runFromInit);
  };

  return {
    invoke: (invocation) =>
      new Promise((resolve, reject) => {
        if (closed) throw new FunctionsClosedError();
        if (waiting.length === 0) movedAt = performance.now();
        waiting.push({ invocation, resolve, reject });
        dispatch();
      }),
    counts: () => ({ environments: environments.size, busy }),
    async close() {
      closed = true;
      work.leave(waiter);
      for (const { reject } of waiting.splice(0)) reject(new FunctionsClosedError());
      for (const environment of environments) {
        if (!idle.remove(environment)) continue;
        environments.delete(environment);
        options.onSpare(environment);
      }
      await Promise.all([...environments].map(stopWithinTime));
    },
  };
}

async function stopWithinTime(environment: ExecutionEnvironment): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, stopTimeoutMs);
  });
  await Promise.race([environment.stop(), timeout]);
  clearTimeout(timer);
}
