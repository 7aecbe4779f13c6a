import type { Clock } from '../../../clock.ts';
import type { UsagePlan } from '../configuration.ts';
import { GatewayConfigurationError } from '../configuration-error.ts';

export interface Quota {
  /** Counts one request; `false` once the period's limit is used up. */
  take(): boolean;
}

type QuotaConfiguration = NonNullable<UsagePlan['quota']>;
type Period = QuotaConfiguration['period'];

/** Largest offset of a period, in days: every one of them has a day that late. */
const largestOffsets = { DAY: 0, WEEK: 6, MONTH: 27 } as const;

/** @throws {GatewayConfigurationError} for an offset that AWS refuses. */
export function checkQuota({ offset, period }: QuotaConfiguration, planAddress: string): void {
  const largest = largestOffsets[period];
  if (offset >= 0 && offset <= largest) return;
  throw new GatewayConfigurationError(
    planAddress,
    `quota_settings has the offset ${offset}. Expected: 0 to ${largest} for the period ${period}`,
  );
}

/**
 * One key's quota under a usage plan. Periods begin at 00:00 UTC: each day, each week on Sunday, each
 * month on the first, later by the offset in days. (API Gateway's reference of QuotaSettings words the
 * offset as requests taken off the first period, but the service bounds it by the days of the period,
 * as its reference did before: "with a time period of WEEK, an offset of 1 starts on Monday".)
 */
export function createQuota({ limit, offset, period }: QuotaConfiguration, clock: Clock): Quota {
  let periodStart = startOfPeriod(period, offset, clock.now());
  let left = limit;
  return {
    take() {
      const start = startOfPeriod(period, offset, clock.now());
      if (start !== periodStart) {
        periodStart = start;
        left = limit;
      }
      if (left <= 0) return false;
      left -= 1;
      return true;
    },
  };
}

const dayMs = 24 * 60 * 60 * 1000;

function startOfPeriod(period: Period, offsetDays: number, nowMs: number): number {
  const today = nowMs - (nowMs % dayMs);
  const date = new Date(nowMs);
  if (period === 'DAY') return today;
  if (period === 'WEEK') return today - ((date.getUTCDay() - offsetDays + 7) % 7) * dayMs;
  const inMonth = (month: number) => Date.UTC(date.getUTCFullYear(), month, 1 + offsetDays);
  const start = inMonth(date.getUTCMonth());
  return start <= nowMs ? start : inMonth(date.getUTCMonth() - 1);
}
