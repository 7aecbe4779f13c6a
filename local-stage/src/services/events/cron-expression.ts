import { type DayTest, readDays } from './cron-days.ts';
import { type FieldForm, readField } from './cron-field.ts';
import type { WallTime } from './time-zone.ts';

/** A cron expression of EventBridge, read. */
export interface CronExpression {
  /** The times after one, in order, each once; ends with the year 2199. */
  timesAfter(time: WallTime): Iterable<WallTime>;
}

const minutes: FieldForm = { name: 'Minutes', minimum: 0, maximum: 59 };
const hours: FieldForm = { name: 'Hours', minimum: 0, maximum: 23 };
const months: FieldForm = {
  name: 'Month',
  minimum: 1,
  maximum: 12,
  names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
};
const years: FieldForm = { name: 'Year', minimum: 1970, maximum: 2199 };

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/**
 * Reads the six fields between the parentheses of `cron(...)`.
 *
 * Source: Amazon EventBridge User Guide, "Cron expressions reference".
 *
 * @throws {CronFieldError | RangeError} saying which field is mistaken.
 */
export function readCronExpression(fields: string): CronExpression {
  const texts = fields.trim().split(/\s+/);
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = texts;
  if (texts.length !== 6) {
    throw new RangeError(`${texts.length} fields. Expected: 6, minutes hours day-of-month month day-of-week year`);
  }
  const minutesOfHour = sorted(readField(minute, minutes));
  const hoursOfDay = sorted(readField(hour, hours));
  const days = {
    isMet: readDays(dayOfMonth, dayOfWeek),
    months: readField(month, months),
    years: readField(year, years),
  };
  const timesOfDay = hoursOfDay.flatMap((inHours) =>
    minutesOfHour.map((inMinutes) => (inHours * 60 + inMinutes) * minuteMs),
  );
  return {
    *timesAfter(time) {
      for (const day of daysFrom(time - modulo(time, dayMs), days)) {
        yield* timesOfDay.map((timeOfDay) => day + timeOfDay).filter((candidate) => candidate > time);
      }
    },
  };
}

interface Days {
  readonly isMet: DayTest;
  readonly months: ReadonlySet<number>;
  readonly years: ReadonlySet<number>;
}

function* daysFrom(first: WallTime, { isMet, months: monthSet, years: yearSet }: Days): Generator<WallTime> {
  const lastYear = Math.max(...yearSet);
  for (let day = first; ; ) {
    const date = new Date(day);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    if (year > lastYear) return;
    if (!yearSet.has(year)) {
      day = Date.UTC(year + 1, 0, 1);
    } else if (!monthSet.has(month + 1)) {
      day = Date.UTC(year, month + 1, 1);
    } else {
      const daysInMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
      if (isMet({ dayOfMonth: date.getUTCDate(), dayOfWeek: date.getUTCDay() + 1, daysInMonth })) yield day;
      day += dayMs;
    }
  }
}

const sorted = (values: ReadonlySet<number>): readonly number[] => [...values].sort((a, b) => a - b);

const modulo = (value: number, by: number): number => ((value % by) + by) % by;
