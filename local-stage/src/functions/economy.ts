import { setFlagsFromString } from 'node:v8';

/** Whether the threads' memory or the processors' time is the scarcer: memory, unless there is load. */
export interface Economy {
  /** Invocations have to wait for processors; said again and again while they do. */
  underLoad(): void;
  close(): void;
}

/** Load that lasts so long, in milliseconds, is no burst: memory is saved no more. */
const lastingMs = 1_000;
/** Load that nobody told of for so long, in milliseconds, is over. */
const gapMs = 200;
/** Without load for so long, in milliseconds, memory is saved again. */
const calmMs = 5_000;

/**
 * V8's `--optimize-for-size` collects garbage earlier. Measured, it takes 2 MB less in each function's
 * thread, and a fifth more of the processors' time where many requests are under way.
 *
 * @param setFlag sets a flag of the process. @default V8's own
 */
export function createEconomy(setFlag: (flag: string) => void = setFlagsFromString): Economy {
  let timer: NodeJS.Timeout | undefined;
  let [began, told] = [0, Number.NEGATIVE_INFINITY];
  const saveMemory = () => {
    timer = undefined;
    setFlag('--optimize-for-size');
  };
  saveMemory();
  return {
    underLoad() {
      const now = performance.now();
      if (now - told > gapMs) began = now;
      told = now;
      if (timer) timer.refresh();
      else if (now - began >= lastingMs) {
        setFlag('--no-optimize-for-size');
        timer = setTimeout(saveMemory, calmMs).unref();
      }
    },
    close: () => clearTimeout(timer),
  };
}
