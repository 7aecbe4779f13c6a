import type { Clock } from '../../../clock.ts';
import type { AuthorizerAnswer } from './authorizer-answer.ts';

/** Answers of one authorizer by the identity they were given for. */
export interface AuthorizerCache {
  get(key: string): AuthorizerAnswer | undefined;
  set(key: string, answer: AuthorizerAnswer): void;
}

/** Answers kept; the oldest goes first. */
const capacity = 10_000;

/** @param ttlSeconds 0 keeps nothing. */
export function createAuthorizerCache(ttlSeconds: number, clock: Clock): AuthorizerCache {
  const entries = new Map<string, { readonly answer: AuthorizerAnswer; readonly expiresAtMs: number }>();
  return {
    get(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      if (entry.expiresAtMs > clock.now()) return entry.answer;
      entries.delete(key);
      return undefined;
    },
    set(key, answer) {
      if (ttlSeconds === 0) return;
      const oldest = entries.size < capacity ? undefined : entries.keys().next().value;
      if (oldest !== undefined) entries.delete(oldest);
      entries.set(key, { answer, expiresAtMs: clock.now() + ttlSeconds * 1000 });
    },
  };
}
