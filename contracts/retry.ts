/** When a refused request is worth sending again. */

export interface RetryLimits {
  /** Most times that a 429 is tried again. @default 3 */
  readonly maximumRetries?: number;
  /** Most milliseconds that one call waits between its tries, in all. @default 20,000 */
  readonly maximumWaitMs?: number;
}

export const defaultRetryLimits = { maximumRetries: 3, maximumWaitMs: 20_000 } as const satisfies Required<RetryLimits>;

/** Waits; rejects with the signal's reason as soon as it is aborted. */
export type Sleep = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

export const sleep: Sleep = (milliseconds, signal) =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', stop, { once: true });
  });

/**
 * Milliseconds that `Retry-After` asks for, from its seconds or its date (RFC 9110, section 10.2.3).
 *
 * @returns `undefined` if there is none, or none that can be read.
 */
export function retryAfterMs(header: string | null | undefined, now: number): number | undefined {
  const text = header?.trim();
  if (!text) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

const firstBackoffMs = 200;

/**
 * Exponential back-off with full jitter: anything up to 200 ms, doubled at each try, so that callers
 * which were refused together do not come back together.
 *
 * @param random from 0 up to 1.
 */
export const backoffMs = (attempt: number, random: () => number): number => firstBackoffMs * 2 ** attempt * random();
