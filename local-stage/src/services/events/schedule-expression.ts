import { type CronExpression, readCronExpression } from './cron-expression.ts';
import { type TimeZone, timeZoneNamed } from './time-zone.ts';

/** When something is due, again and again or once. */
export interface Recurrence {
  /** The first due time after a time, in milliseconds since the epoch; `undefined` where none is left. */
  next(after: number): number | undefined;
}

export interface RecurrenceOptions {
  /** Whether a rule of EventBridge has the expression or a schedule of EventBridge Scheduler. */
  readonly of: 'rule' | 'schedule';
  /** From when on a rate counts, in milliseconds since the epoch; itself a due time. */
  readonly rateFrom: number;
  /** IANA name. @default 'UTC' */
  readonly timeZone?: string;
}

const minuteMs = 60_000;
const unitsMs: Readonly<Record<string, number>> = {
  minute: minuteMs,
  hour: 60 * minuteMs,
  day: 24 * 60 * minuteMs,
};

/**
 * Reads a schedule expression: `rate(5 minutes)`, `cron(0 12 * * ? *)` or `at(2030-01-02T12:00:00)`. A
 * day of a rate has 24 hours. Where the zone's clocks go forward, the times that they leave out are not
 * due; where they go back, a time is due once.
 *
 * Sources: Amazon EventBridge User Guide, "Setting a schedule pattern for scheduled rules (legacy) in
 * Amazon EventBridge"; EventBridge Scheduler User Guide, "Schedule types in EventBridge Scheduler".
 *
 * @throws {RangeError | CronFieldError} saying what is mistaken.
 */
export function readScheduleExpression(expression: string, options: RecurrenceOptions): Recurrence {
  const groups = /^(?<kind>rate|cron|at)\((?<body>.*)\)$/s.exec(expression)?.groups;
  const body = groups?.['body'] ?? '';
  const zone = timeZoneNamed(options.timeZone ?? 'UTC');
  switch (groups?.['kind']) {
    case 'rate':
      return rate(readRate(body, options.of), options.rateFrom);
    case 'cron':
      return cron(readCronExpression(body), zone);
    case 'at':
      if (options.of === 'schedule') return once(readTime(body, zone));
      throw new RangeError('a rule has no at(...). Expected: rate(...) or cron(...), or an aws_scheduler_schedule');
    default:
      throw new RangeError(`Expected: rate(...)${options.of === 'schedule' ? ', at(...)' : ''} or cron(...)`);
  }
}

/** A rule's 1 has the unit's singular, more the plural; a schedule takes either. */
function readRate(body: string, of: RecurrenceOptions['of']): number {
  const groups = /^\s*(?<value>\d+)\s+(?<unit>minute|hour|day)(?<plural>s?)\s*$/.exec(body)?.groups;
  const value = Number(groups?.['value']);
  const isPlural = groups?.['plural'] === 's';
  const isMistaken = of === 'rule' && isPlural === (value === 1);
  if (!groups || value < 1 || isMistaken) {
    throw new RangeError(`the rate is '${body}'. Expected: 1 minute, 5 minutes, 1 hour, 2 hours, 1 day or the like`);
  }
  return value * (unitsMs[groups['unit'] ?? ''] ?? Number.NaN);
}

const rate = (everyMs: number, from: number): Recurrence => ({
  next: (after) => (after < from ? from : from + (Math.floor((after - from) / everyMs) + 1) * everyMs),
});

const cron = (expression: CronExpression, zone: TimeZone): Recurrence => ({
  next(after) {
    for (const wallTime of expression.timesAfter(zone.wallTimeAt(after))) {
      const instant = zone.instantOf(wallTime);
      if (instant !== undefined && instant > after) return instant;
    }
    return undefined;
  },
});

function readTime(body: string, zone: TimeZone): number {
  const wallTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(body) ? Date.parse(`${body}Z`) : Number.NaN;
  const isOfCalendar = !Number.isNaN(wallTime) && new Date(wallTime).toISOString().startsWith(body);
  const instant = isOfCalendar ? zone.instantOf(wallTime) : undefined;
  if (instant === undefined) {
    throw new RangeError(`the time is '${body}'. Expected: one that the zone's clocks show, as 2030-01-02T12:00:00`);
  }
  return instant;
}

const once = (at: number): Recurrence => ({ next: (after) => (after < at ? at : undefined) });
