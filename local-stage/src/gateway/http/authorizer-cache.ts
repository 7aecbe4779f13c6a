import type { Clock } from '../../clock.ts';

/** Keeps the answers of an authorizer for its TTL, by the stage's clock. */
export interface AuthorizerCache<T> {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
}

/** More callers than a local stage sees; the oldest answers give way. */
const largestSize = 10_000;

/** @param ttlSeconds 0 keeps nothing. */
export function createAuthorizerCache<T>(ttlSeconds: number, clock: Clock): AuthorizerCache<T> {
  const entries = new Map<string, { readonly value: T; readonly expiresAt: number }>();
  return {
    get(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      if (entry.expiresAt > clock.now()) return entry.value;
      entries.delete(key);
      return undefined;
    },
    set(key, value) {
      if (ttlSeconds === 0) return;
      // Deleted first, so that the order of the map stays the order of age.
      entries.delete(key);
      entries.set(key, { value, expiresAt: clock.now() + ttlSeconds * 1000 });
      if (entries.size > largestSize) {
        for (const oldest of entries.keys()) {
          entries.delete(oldest);
          break;
        }
      }
    },
  };
}
