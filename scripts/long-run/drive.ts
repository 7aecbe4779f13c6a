import { setTimeout as sleep } from 'node:timers/promises';

export interface Drive {
  readonly durationMs: number;
  /** Requests begun in a second, as long as fewer than `concurrency` are under way. */
  readonly ratePerSecond: number;
  readonly concurrency: number;
  /** Begins the next request. Never rejects. */
  readonly next: () => Promise<void>;
}

/** Begins requests at a steady rate, never more than so many at once, and waits for the last one. */
export async function drive({ durationMs, ratePerSecond, concurrency, next }: Drive): Promise<void> {
  const startedAt = performance.now();
  const underWay = new Set<Promise<void>>();
  for (let begun = 0; ; begun += 1) {
    const dueAt = startedAt + (begun * 1000) / ratePerSecond;
    const waitMs = dueAt - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    if (performance.now() - startedAt >= durationMs) break;
    if (underWay.size >= concurrency) await Promise.race(underWay);
    const request: Promise<void> = next().finally(() => underWay.delete(request));
    underWay.add(request);
  }
  await Promise.all(underWay);
}
