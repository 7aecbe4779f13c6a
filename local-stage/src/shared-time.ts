/**
 * The stage's time in memory that threads share: a clock writes it, the threads of functions read it,
 * at no cost of a message.
 */
export type SharedTime = SharedArrayBuffer;

/** Cells of the memory, 64 bits each. */
const cells = { offsetMs: 0, standsStill: 1 } as const;
const bytes = 2 * BigInt64Array.BYTES_PER_ELEMENT;

/**
 * @param frozenAt epoch milliseconds at which the time stands still. @default it runs with the host's
 */
export function createSharedTime(frozenAt?: number): SharedTime {
  const time = new SharedArrayBuffer(bytes);
  if (frozenAt !== undefined) {
    const view = new BigInt64Array(time);
    Atomics.store(view, cells.offsetMs, BigInt(Math.trunc(frozenAt)));
    Atomics.store(view, cells.standsStill, 1n);
  }
  return time;
}

/** @param byMs whole milliseconds. */
export function moveSharedTime(time: SharedTime, byMs: number): void {
  Atomics.add(new BigInt64Array(time), cells.offsetMs, BigInt(byMs));
}

/**
 * @param hostNow the host's time, in milliseconds since the epoch.
 * @returns a function that gives the stage's time, in milliseconds since the epoch.
 */
export function sharedTimeReader(time: SharedTime, hostNow: () => number = Date.now): () => number {
  const view = new BigInt64Array(time);
  const standsStill = Atomics.load(view, cells.standsStill) === 1n;
  const offsetMs = () => Number(Atomics.load(view, cells.offsetMs));
  return standsStill ? offsetMs : () => hostNow() + offsetMs();
}
