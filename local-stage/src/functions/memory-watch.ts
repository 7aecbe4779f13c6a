import type { Worker } from 'node:worker_threads';

/** What a thread uses of its function's memory: its heap, and the buffers that lie beside it. */
export interface MemoryWatch {
  /** Looks from now on, again and again. */
  begin(): void;
  end(): void;
  /** The most that was ever used, in bytes, with what the thread itself says of now. */
  most(usedBytes: number): number;
}

/** Milliseconds between two looks: short invocations are looked at when they end. */
const intervalMs = 25;

/**
 * A heap's own limit knows nothing of buffers, so whatever a thread has beyond its function's memory is
 * found by looking, from outside: it may be too busy to look itself.
 *
 * @param onExceeded is called when more is used than there is.
 */
export function watchMemory(thread: () => Worker | undefined, limitBytes: number, onExceeded: () => void): MemoryWatch {
  let mostBytes = 0;
  let timer: NodeJS.Timeout | undefined;
  /** Of the invocation that is watched: a look of the one before may still be on its way. */
  let watched = {};

  const lookLater = (of: object) => {
    timer = setTimeout(() => void look(of), intervalMs);
  };
  const look = async (of: object) => {
    const usedBytes = await usedBytesOf(thread());
    mostBytes = Math.max(mostBytes, usedBytes);
    if (of !== watched) return;
    if (usedBytes > limitBytes) onExceeded();
    else lookLater(of);
  };
  return {
    begin() {
      watched = {};
      lookLater(watched);
    },
    end() {
      watched = {};
      clearTimeout(timer);
    },
    most(usedBytes) {
      mostBytes = Math.max(mostBytes, usedBytes);
      return mostBytes;
    },
  };
}

async function usedBytesOf(thread: Worker | undefined): Promise<number> {
  try {
    const heap = await thread?.getHeapStatistics();
    return heap === undefined ? 0 : heap.total_physical_size + heap.external_memory;
  } catch {
    // The thread has ended meanwhile; whoever runs it is told so.
    return 0;
  }
}
