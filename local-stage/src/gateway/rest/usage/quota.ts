import type { Clock } from '../../../clock.ts';
import type { UsagePlan } from '../configuration.ts';
import { GatewayConfigurationError } from '../configuration-error.ts';

export interface Quota {
  /** Counts one request; `false` once the period's limit is used up. */
  take(): boolean;
  /** Sets what is left of the current period, beyond its limit too; the next one begins with the limit again. */
  setRemaining(remaining: number): void;
  /** What a day came to. @param day milliseconds since the epoch, 00:00 UTC. */
  usageOf(day: number): DailyUsage;
}

/** What was used of a quota on one day, and what was left of its period at the day's end. */
export interface DailyUsage {
  readonly used: number;
  readonly remaining: number;
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
  /** Requests that were counted, by the start of their day. */
  const usedOn = new Map<number, number>();
  /** Requests that were granted beside the limit, by the start of their period. */
  const grantedIn = new Map<number, number>();
  const remainingOn = (day: number) => limit + (grantedIn.get(startOfPeriod(period, offset, day)) ?? 0) - usedUpTo(day);
  const usedUpTo = (day: number) => {
    let used = 0;
    for (let each = startOfPeriod(period, offset, day); each <= day; each += dayMs) used += usedOn.get(each) ?? 0;
    return used;
  };
  return {
    take() {
      const today = startOfDay(clock.now());
      if (remainingOn(today) <= 0) return false;
      usedOn.set(today, (usedOn.get(today) ?? 0) + 1);
      return true;
    },
    setRemaining(remaining) {
      const today = startOfDay(clock.now());
      grantedIn.set(startOfPeriod(period, offset, today), remaining + usedUpTo(today) - limit);
    },
    usageOf: (day) => ({ used: usedOn.get(day) ?? 0, remaining: remainingOn(day) }),
  };
}

export const dayMs = 24 * 60 * 60 * 1000;

const startOfDay = (time: number): number => time - (time % dayMs);

function startOfPeriod(period: Period, offsetDays: number, nowMs: number): number {
  const today = startOfDay(nowMs);
  const date = new Date(nowMs);
  if (period === 'DAY') return today;
  if (period === 'WEEK') return today - ((date.getUTCDay() - offsetDays + 7) % 7) * dayMs;
  const inMonth = (month: number) => Date.UTC(date.getUTCFullYear(), month, 1 + offsetDays);
  const start = inMonth(date.getUTCMonth());
  return start <= nowMs ? start : inMonth(date.getUTCMonth() - 1);
}
