import { setTimeout } from 'node:timers/promises';

/** A token bucket, in requests. */
export interface Limits {
  readonly ratePerSecond: number;
  /** Requests at once. */
  readonly burst: number;
}

export interface Pacer {
  /** Waits for this caller's turn: one after the other, never more than the limits of this name allow. */
  turn(name: string, limits: Limits): Promise<void>;
}

export interface PacerOptions {
  /** Milliseconds since whenever. @default performance.now */
  readonly now?: () => number;
  /** @default waits */
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
}

/** Spaces requests out by name, as the generic cell rate algorithm does. */
export function createPacer({ now = () => performance.now(), sleep = setTimeout }: PacerOptions = {}): Pacer {
  /** When the next request of each name is due. */
  const nextDue = new Map<string, number>();
  return {
    async turn(name, { ratePerSecond, burst }) {
      const interval = 1000 / ratePerSecond;
      const time = now();
      const due = Math.max(nextDue.get(name) ?? 0, time - (burst - 1) * interval);
      nextDue.set(name, due + interval);
      if (due > time) await sleep(due - time);
    },
  };
}

/** What smoke tests take of a throttle: below half where others need it too, else nearly all. */
export const shares = { othersNeedIt: 0.45, nobodyElseDoes: 0.9 } as const;

/** @returns that share of the rate, and of the burst in whole requests, one at least. */
export const shareOf = ({ ratePerSecond, burst }: Limits, share: number): Limits => ({
  ratePerSecond: ratePerSecond * share,
  burst: Math.max(1, Math.floor(burst * share)),
});
