import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Gives memory back while a thread has nothing to do, as a frozen environment takes none of anybody's. */
export interface IdleMemory {
  /** An invocation begins. */
  busy(): void;
  /** It has ended. */
  idle(): void;
}

/** The heap of a thread. */
export interface Heap {
  usedBytes(): number;
  /** Gives back all that can be. @returns false if it cannot now */
  collect(): boolean;
}

/** Long enough that a burst of invocations does not pay for it. */
const idleMs = 1_000;
/** Until the heap is tried again that could not be collected. */
const againMs = 20;
/** Times what the last collection left that a heap has to hold before the next is worth its time. */
const worthwhileGrowth = 1.25;

/** @param heap of the thread. @default V8's */
export function createIdleMemory(heap: Heap = threadHeap): IdleMemory {
  let timer: NodeJS.Timeout | undefined;
  let leftBytes = 0;
  const giveBack = () => {
    if (heap.usedBytes() < leftBytes * worthwhileGrowth) return;
    if (heap.collect()) leftBytes = heap.usedBytes();
    else giveBackIn(againMs);
  };
  const giveBackIn = (ms: number) => {
    timer = setTimeout(giveBack, ms);
    timer.unref();
  };
  return {
    busy: () => clearTimeout(timer),
    idle() {
      clearTimeout(timer);
      giveBackIn(idleMs);
    },
  };
}

const threadHeap: Heap = {
  usedBytes: () => getHeapStatistics().used_heap_size,
  collect: collectGarbage,
};

/** Measured: gives back a fifth of the thread's memory, where an ordinary collection gives back little. */
function collectGarbage(): boolean {
  const gc = borrowCollector();
  gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  return gc !== undefined;
}

/**
 * V8 exposes its collector to contexts that are made under a flag of the process, for no longer than it takes:
 * threads that start under a flag compile Node's own modules anew.
 *
 * @returns nothing if another thread has just taken the flag away.
 */
function borrowCollector(): NodeJS.GCFunction | undefined {
  setFlagsFromString('--expose-gc');
  try {
    return runInNewContext('globalThis.gc') as NodeJS.GCFunction | undefined;
  } finally {
    setFlagsFromString('--no-expose-gc');
  }
}
