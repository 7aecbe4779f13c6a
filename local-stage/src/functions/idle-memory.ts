import type { ExecutionEnvironment } from './execution-environment.ts';

/**
 * Lets environments that wait for an invocation give memory back, as a frozen environment takes none of
 * anybody's. It takes a processor for some 50 ms each, which is nobody's while processors have nothing to do.
 */
export interface IdleMemory {
  /** It waits for its next invocation. */
  waits(environment: ExecutionEnvironment): void;
  /** It does no longer. */
  leaves(environment: ExecutionEnvironment): void;
  close(): void;
}

/** Milliseconds between two looks, and that an environment waits first: a burst of invocations is not to pay for it. */
const lookMs = 1_000;
/** From this share on, nobody misses the time. */
const spareEnough = 0.25;

/** @param spareTime share of their time that processors had to spare since it was asked last, 0 to 1. */
export function createIdleMemory(spareTime: () => number): IdleMemory {
  /** Those that have not been asked, with when they began to wait; the longest first. */
  const waiting = new Map<ExecutionEnvironment, number>();
  let timer: NodeJS.Timeout | undefined;

  const watch = () => {
    timer = setTimeout(look, lookMs).unref();
  };
  const look = () => {
    timer = undefined;
    if (spareTime() >= spareEnough) askThoseSince(performance.now() - lookMs);
    if (waiting.size > 0) watch();
  };
  const askThoseSince = (latest: number) => {
    for (const [environment, since] of waiting) {
      if (since > latest) return;
      waiting.delete(environment);
      environment.giveBackMemory();
    }
  };

  return {
    waits(environment) {
      waiting.set(environment, performance.now());
      if (timer) return;
      // What it tells next is of the time from here on.
      spareTime();
      watch();
    },
    leaves: (environment) => void waiting.delete(environment),
    close() {
      waiting.clear();
      clearTimeout(timer);
    },
  };
}
