import type { Clock } from '../../clock.ts';

/** Tells who waits for a queue that a message of it may have become visible. */
export interface Availability {
  /** @returns a function that ends the subscription. */
  subscribe(queueArn: string, callback: () => void): () => void;
  /** To be called after each change of a queue's messages, when it is committed. */
  changed(queueArn: string): void;
  /**
   * To be called after messages were only hidden: nobody is called now, but when they are visible again.
   *
   * @param at when the messages were looked at that could be received, in epoch milliseconds: others may
   *   have become visible since.
   */
  hidden(queueArn: string, at: number): void;
  close(): void;
}

/**
 * @param nextVisibleAt when the first of a queue's messages becomes visible that was still hidden at a
 *   time, both in epoch milliseconds; asked only for queues that somebody waits for.
 */
export function createAvailability(
  clock: Clock,
  nextVisibleAt: (queueArn: string, since: number) => number | undefined,
): Availability {
  const subscribers = new Map<string, Set<() => void>>();
  const alarms = new Map<string, () => void>();

  const disarm = (queueArn: string) => {
    alarms.get(queueArn)?.();
    alarms.delete(queueArn);
  };
  const arm = (queueArn: string, since: number) => {
    disarm(queueArn);
    if (!subscribers.has(queueArn)) return;
    const at = nextVisibleAt(queueArn, since);
    if (at !== undefined)
      alarms.set(
        queueArn,
        clock.after(at - clock.now(), () => changed(queueArn)),
      );
  };
  const changed = (queueArn: string) => {
    // What becomes visible while they receive is told of next.
    const since = clock.now();
    for (const callback of [...(subscribers.get(queueArn) ?? [])]) callback();
    arm(queueArn, since);
  };

  return {
    changed,
    hidden: arm,
    subscribe(queueArn, callback) {
      const callbacks = subscribers.get(queueArn) ?? new Set();
      subscribers.set(queueArn, callbacks.add(callback));
      arm(queueArn, clock.now());
      return () => {
        callbacks.delete(callback);
        if (callbacks.size === 0 && subscribers.get(queueArn) === callbacks) {
          subscribers.delete(queueArn);
          disarm(queueArn);
        }
      };
    },
    close() {
      subscribers.clear();
      for (const queueArn of [...alarms.keys()]) disarm(queueArn);
    },
  };
}
