import { setFlagsFromString } from 'node:v8';

/** Whether the threads' memory or the processors' time is the scarcer: memory, unless there is load. */
export interface Economy {
  /** Invocations have to wait for processors. */
  underLoad(): void;
  close(): void;
}

/** Without load for so long, in milliseconds, memory is saved again. */
const calmMs = 5_000;

/**
 * V8's `--optimize-for-size` collects garbage earlier. Measured, it takes 2 MB less in each function's
 * thread, and a fifth more of the processors' time where many requests are under way.
 */
export function createEconomy(): Economy {
  let timer: NodeJS.Timeout | undefined;
  const saveMemory = () => {
    timer = undefined;
    setFlagsFromString('--optimize-for-size');
  };
  saveMemory();
  return {
    underLoad() {
      if (timer) timer.refresh();
      else {
        setFlagsFromString('--no-optimize-for-size');
        timer = setTimeout(saveMemory, calmMs).unref();
      }
    },
    close: () => clearTimeout(timer),
  };
}
