import type { Clock } from '../../../clock.ts';
import { createTokenBucket, type TokenBucket } from '../../token-bucket.ts';
import type { ApiKey, UsagePlan } from '../configuration.ts';
import { createQuota, type Quota } from './quota.ts';

/** What the keys of usage plans use: the plan's stages share it, whichever API they are of. */
export interface UsageLedger {
  of(plan: Pick<UsagePlan, 'id' | 'throttle' | 'quota'>, key: Pick<ApiKey, 'id'>): KeyUsage;
}

/** What one key may use under one plan. */
export interface KeyUsage {
  readonly bucket: TokenBucket | undefined;
  readonly quota: Quota | undefined;
}

export function createUsageLedger(clock: Clock): UsageLedger {
  const usages = new Map<string, KeyUsage>();
  return {
    of(plan, key) {
      const id = `${plan.id}/${key.id}`;
      const usage = usages.get(id) ?? {
        bucket: plan.throttle && createTokenBucket(plan.throttle, clock),
        quota: plan.quota && createQuota(plan.quota, clock),
      };
      usages.set(id, usage);
      return usage;
    },
  };
}
