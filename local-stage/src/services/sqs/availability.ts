import type { Clock } from '../../clock.ts';

/** Tells who waits for a queue that a message of it may have become visible. */
export interface Availability {
  /** @returns a function that ends the subscription. */
  subscribe(queueArn: string, callback: () => void): () => void;
  /** To be called after each change of a queue's messages, when it is committed. */
  changed(queueArn: string): void;
  /** To be called after messages were only hidden: nobody is called now, but when they are visible again. */
  hidden(queueArn: string): void;
  close(): void;
}

/**
 * @param nextVisibleAt when a queue's next hidden message becomes visible, in epoch milliseconds;
 *   asked only for queues that somebody waits for.
 */
export function createAvailability(
  clock: Clock,
  nextVisibleAt: (queueArn: string) => number | undefined,
): Availability {
  const subscribers = new Map<string, Set<() => void>>();
  const alarms = new Map<string, () => void>();

  const disarm = (queueArn: string) => {
    alarms.get(queueArn)?.();
    alarms.delete(queueArn);
  };
  const arm = (queueArn: string) => {
    disarm(queueArn);
    if (!subscribers.has(queueArn)) return;
    const at = nextVisibleAt(queueArn);
    if (at !== undefined)
      alarms.set(
        queueArn,
        clock.after(at - clock.now(), () => changed(queueArn)),
      );
  };
  const changed = (queueArn: string) => {
    for (const callback of [...(subscribers.get(queueArn) ?? [])]) callback();
    arm(queueArn);
  };

  return {
    changed,
    hidden: arm,
    subscribe(queueArn, callback) {
      const callbacks = subscribers.get(queueArn) ?? new Set();
      subscribers.set(queueArn, callbacks.add(callback));
      arm(queueArn);
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
