import { getHeapStatistics } from 'node:v8';

/** Gives memory back while a thread has nothing to do, as a frozen environment takes none of anybody's. */
export interface IdleMemory {
  /** An invocation begins. */
  busy(): void;
  /** It has ended. */
  idle(): void;
}

/** Long enough that a burst of invocations does not pay for it. */
const idleMs = 1_000;
/** Times what the last collection left that a heap has to hold before the next is worth its time. */
const worthwhileGrowth = 1.25;

/**
 * Takes V8's `gc` away from the thread's global object, before the handler's code is there to see it.
 *
 * @param usedBytes of the thread's heap. @default what V8 says
 * @throws {Error} if the process does not expose it.
 */
export function createIdleMemory(usedBytes = () => getHeapStatistics().used_heap_size): IdleMemory {
  const { gc: collect } = globalThis;
  if (!collect) throw new Error('the thread has no gc. Expected: a process that has set --expose-gc before it started');
  globalThis.gc = undefined;
  let timer: NodeJS.Timeout | undefined;
  let leftBytes = 0;
  const giveBack = () => {
    if (usedBytes() < leftBytes * worthwhileGrowth) return;
    // Measured: a fifth of the thread's memory, where an ordinary collection gives back little.
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    leftBytes = usedBytes();
  };
  return {
    busy: () => clearTimeout(timer),
    idle() {
      clearTimeout(timer);
      timer = setTimeout(giveBack, idleMs);
      timer.unref();
    },
  };
}
