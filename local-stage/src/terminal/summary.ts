import type { RequestRecord } from '../gateway/gateway.ts';

/** What a stage has done, told at its end. */
export interface Summary {
  count(record: RequestRecord): void;
  text(): string;
}

/** @param startedAt of `performance.now()`. */
export function createSummary(startedAt: number): Summary {
  const byClass = new Map<string, number>();
  let total = 0;
  let slowest: RequestRecord | undefined;
  return {
    count(record) {
      total += 1;
      const name = `${Math.floor(record.status / 100)}xx`;
      byClass.set(name, (byClass.get(name) ?? 0) + 1);
      if (!slowest || record.durationMs > slowest.durationMs) slowest = record;
    },
    text() {
      const ran = durationOf(performance.now() - startedAt);
      if (!slowest) return `ran for ${ran}, without a request`;
      const classes = [...byClass].sort().map(([name, count]) => `${count} ${name}`);
      const { method, path, durationMs } = slowest;
      return `ran for ${ran}: ${total} requests (${classes.join(', ')}), the slowest ${method} ${path} in ${Math.round(durationMs)} ms`;
    },
  };
}

function durationOf(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
