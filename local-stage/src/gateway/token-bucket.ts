import type { Clock } from '../clock.ts';
import type { Throttle } from './rest/configuration.ts';

export interface TokenBucket {
  /** Takes one token; `false` where none is left and the request is to be refused. */
  take(): boolean;
}

/** Refills add up in floating point: a token that lacks no more than this is whole. */
const roundingTolerance = 1e-9;

/**
 * A token bucket, as API Gateway throttles: it starts full, holds `burstLimit` tokens and gets
 * `rateLimit` a second. A rate and burst of 0 refuse every request.
 */
export function createTokenBucket(throttle: Throttle, clock: Clock): TokenBucket {
  const { rateLimit, burstLimit } = throttle;
  let tokens = burstLimit;
  let refilledAt = clock.now();

  return {
    take() {
      const now = clock.now();
      tokens = Math.min(burstLimit, tokens + ((now - refilledAt) * rateLimit) / 1000);
      refilledAt = now;
      if (tokens < 1 - roundingTolerance) return false;
      tokens -= 1;
      return true;
    },
  };
}
