import type { Clock } from '../clock.ts';
import type { ExecutionEnvironment } from './execution-environment.ts';
import type { IdleMemory } from './idle-memory.ts';

/** Environments of all functions that wait for an invocation. */
export interface IdleEnvironments {
  add(functionArn: string, environment: ExecutionEnvironment): void;
  /** The one that became idle last: its memory is the warmest, and the others can retire. */
  take(functionArn: string): ExecutionEnvironment | undefined;
  /** @returns whether it was idle. */
  remove(environment: ExecutionEnvironment): boolean;
  /** Retires nothing any more. */
  close(): void;
}

/** Stage's time after which an idle environment is retired. Lambda gives no figure; minutes are observed. */
const retirementMs = 10 * 60 * 1000;
/** The same for one beside others of its function that were used since, which a burst has left. */
const surplusMs = 30 * 1000;
/** Time between two looks for those that are due. */
const sweepMs = 10 * 1000;

/**
 * @param maximum of environments that are kept, over all functions; about 20 MB each. Beyond it the oldest retires.
 * @param memory is told which of them wait.
 */
export function createIdleEnvironments(clock: Clock, maximum: number, memory: IdleMemory): IdleEnvironments {
  /** Oldest first. */
  const idle = new Map<ExecutionEnvironment, { readonly functionArn: string; readonly since: number }>();
  const byFunction = new Map<string, ExecutionEnvironment[]>();
  let cancelSweep: (() => void) | undefined;

  const remove = (environment: ExecutionEnvironment) => {
    const functionArn = idle.get(environment)?.functionArn;
    if (functionArn === undefined) return false;
    idle.delete(environment);
    memory.leaves(environment);
    const stack = byFunction.get(functionArn) ?? [];
    stack.splice(stack.lastIndexOf(environment), 1);
    return true;
  };
  const retire = (environment: ExecutionEnvironment) => {
    remove(environment);
    void environment.stop();
  };
  const isLastUsed = (environment: ExecutionEnvironment, functionArn: string) =>
    byFunction.get(functionArn)?.at(-1) === environment;
  const sweep = () => {
    cancelSweep = undefined;
    const now = clock.now();
    for (const [environment, { functionArn, since }] of idle) {
      if (since <= now - (isLastUsed(environment, functionArn) ? retirementMs : surplusMs)) retire(environment);
    }
    scheduleSweep();
  };
  const scheduleSweep = () => {
    if (idle.size > 0) cancelSweep ??= clock.after(sweepMs, sweep);
  };

  return {
    add(functionArn, environment) {
      idle.set(environment, { functionArn, since: clock.now() });
      memory.waits(environment);
      const stack = byFunction.get(functionArn);
      if (stack) stack.push(environment);
      else byFunction.set(functionArn, [environment]);
      const [oldest] = idle.keys();
      if (oldest && idle.size > maximum) retire(oldest);
      scheduleSweep();
    },
    take(functionArn) {
      const environment = byFunction.get(functionArn)?.pop();
      if (!environment) return undefined;
      idle.delete(environment);
      memory.leaves(environment);
      return environment;
    },
    remove,
    close() {
      cancelSweep?.();
      memory.close();
    },
  };
}
