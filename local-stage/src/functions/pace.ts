/** Tells whether a function's invocations are so short that a busy thread is free again before another would be awake. */
export interface Pace {
  isShort(): boolean;
  /** @param handlerMs how long the handler took. */
  finished(handlerMs: number): void;
  /** Sees to it that those who wait are told should none finish soon. */
  watch(): void;
  close(): void;
}

/** Invocations that take less than this, in milliseconds, are short: such ones call no service. */
const shortMs = 1;
/** Without one that finishes for so long, in milliseconds, they are no longer taken for short. */
const patienceMs = 2;
/** Weight of the latest invocation in the average. */
const weight = 0.2;

/** @param onStall is called when invocations turn out to be long while others wait for them. */
export function createPace(onStall: () => void): Pace {
  let averageMs = patienceMs;
  let finishedAt = 0;
  let timer: NodeJS.Timeout | undefined;

  const look = () => {
    timer = undefined;
    if (performance.now() - finishedAt < patienceMs) {
      watch();
      return;
    }
    averageMs = Math.max(averageMs, patienceMs);
    onStall();
  };
  // Answers that have come in while this thread was busy are read before a judgement.
  const watch = () => {
    timer ??= setTimeout(() => setImmediate(look), patienceMs);
  };

  return {
    isShort: () => averageMs < shortMs,
    finished(handlerMs) {
      finishedAt = performance.now();
      averageMs += weight * (Math.min(handlerMs, 2 * patienceMs) - averageMs);
    },
    watch,
    close: () => clearTimeout(timer),
  };
}
