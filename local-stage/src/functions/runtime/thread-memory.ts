import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Memory of a thread that has nothing to do. */
export interface ThreadMemory {
  /** Gives back what can be, where that is worth its time. */
  giveBack(): void;
  /** An invocation begins: what could not be given back yet stays. */
  busy(): void;
}

/** The heap of a thread. */
export interface Heap {
  usedBytes(): number;
  /** Gives back all that can be. @returns false if it cannot now */
  collect(): boolean;
}

/** Until the heap is tried again that could not be collected. */
const againMs = 20;
/** Times what the last collection left that a heap has to hold before the next is worth its time. */
const worthwhileGrowth = 1.25;

/** @param heap of the thread. @default V8's */
export function createThreadMemory(heap: Heap = threadHeap): ThreadMemory {
  let timer: NodeJS.Timeout | undefined;
  let leftBytes = 0;
  const giveBack = () => {
    if (heap.usedBytes() < leftBytes * worthwhileGrowth) return;
    if (heap.collect()) leftBytes = heap.usedBytes();
    else timer = setTimeout(giveBack, againMs).unref();
  };
  return { giveBack, busy: () => clearTimeout(timer) };
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
