import { CronFieldError, type FieldForm, readField, readValue } from './cron-field.ts';

/** A day of the calendar. */
export interface Day {
  readonly dayOfMonth: number;
  /** 1 is Sunday, 7 Saturday. */
  readonly dayOfWeek: number;
  readonly daysInMonth: number;
}

export type DayTest = (day: Day) => boolean;

const dayOfMonth: FieldForm = { name: 'Day-of-month', minimum: 1, maximum: 31 };
const dayOfWeek: FieldForm = {
  name: 'Day-of-week',
  minimum: 1,
  maximum: 7,
  names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
};

/**
 * Reads the two fields that name days, of which one must be `?`.
 *
 * @throws {CronFieldError | RangeError}
 */
export function readDays(ofMonth: string, ofWeek: string): DayTest {
  if ((ofMonth === '?') === (ofWeek === '?')) {
    throw new RangeError(
      `Day-of-month is '${ofMonth}' and Day-of-week is '${ofWeek}'. Expected: ? in one of the two, and days in the other`,
    );
  }
  return ofWeek === '?' ? readDayOfMonth(ofMonth) : readDayOfWeek(ofWeek);
}

/** `L` is the month's last day, `3W` the weekday nearest to the third, within the month. */
function readDayOfMonth(text: string): DayTest {
  if (text === 'L') return (day) => day.dayOfMonth === day.daysInMonth;
  const weekday = /^(?<day>\d{1,2})W$/.exec(text)?.groups?.['day'];
  if (weekday !== undefined) return nearestWeekday(readValue(weekday, text, dayOfMonth));
  const days = readField(text, dayOfMonth);
  return (day) => days.has(day.dayOfMonth);
}

/** A Saturday gives way to the Friday before, a Sunday to the Monday after, or the other way where the month ends. */
function nearestWeekday(wanted: number): DayTest {
  return (day) => {
    if (wanted > day.daysInMonth) return false;
    const wantedOfWeek = ((day.dayOfWeek - 1 + wanted - day.dayOfMonth + 35) % 7) + 1;
    const isFirst = wanted === 1;
    const isLast = wanted === day.daysInMonth;
    const shift = wantedOfWeek === 7 ? (isFirst ? 2 : -1) : wantedOfWeek === 1 ? (isLast ? -2 : 1) : 0;
    return day.dayOfMonth === wanted + shift;
  };
}

/** `L` is the week's last day, `6L` the month's last Friday, `3#2` its second Tuesday. */
function readDayOfWeek(text: string): DayTest {
  if (text === 'L') return (day) => day.dayOfWeek === dayOfWeek.maximum;
  const last = /^(?<day>\w+)L$/.exec(text)?.groups?.['day'];
  if (last !== undefined) {
    const wanted = readValue(last, text, dayOfWeek);
    return (day) => day.dayOfWeek === wanted && day.dayOfMonth > day.daysInMonth - 7;
  }
  if (text.includes('#')) return nthOfMonth(text);
  const days = readField(text, dayOfWeek);
  return (day) => days.has(day.dayOfWeek);
}

function nthOfMonth(text: string): DayTest {
  const groups = /^(?<day>\w+)#(?<nth>[1-5])$/.exec(text)?.groups;
  if (!groups) throw new CronFieldError(dayOfWeek, text, 'a day with # stands alone, its number from 1 to 5 behind it');
  const wanted = readValue(groups['day'] ?? '', text, dayOfWeek);
  const nth = Number(groups['nth']);
  return (day) => day.dayOfWeek === wanted && Math.ceil(day.dayOfMonth / 7) === nth;
}
