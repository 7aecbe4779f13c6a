import { describe, expect, it } from 'vitest';
import { type RecurrenceOptions, readScheduleExpression } from '../../../src/services/events/schedule-expression.ts';

/** A Wednesday. */
const noon = Date.UTC(2026, 5, 17, 12);
const iso = (time: number) => new Date(time).toISOString().replace(':00.000Z', 'Z');

/** The first due times after a time. */
function due(
  expression: string,
  count: number,
  { after = noon, ...options }: Partial<RecurrenceOptions> & { readonly after?: number } = {},
): string[] {
  const recurrence = readScheduleExpression(expression, { of: 'schedule', rateFrom: after, ...options });
  const times: number[] = [];
  while (times.length < count) {
    const time = recurrence.next(times.at(-1) ?? after);
    if (time === undefined) break;
    times.push(time);
  }
  return times.map(iso);
}

describe('a cron expression', () => {
  it.each([
    // Of the guide
    ['0 10 * * ? *', ['2026-06-18T10:00Z', '2026-06-19T10:00Z']],
    ['15 12 * * ? *', ['2026-06-17T12:15Z', '2026-06-18T12:15Z']],
    ['0 18 ? * MON-FRI *', ['2026-06-17T18:00Z', '2026-06-18T18:00Z', '2026-06-19T18:00Z', '2026-06-22T18:00Z']],
    ['0 8 1 * ? *', ['2026-07-01T08:00Z', '2026-08-01T08:00Z']],
    ['0/15 * * * ? *', ['2026-06-17T12:15Z', '2026-06-17T12:30Z', '2026-06-17T12:45Z', '2026-06-17T13:00Z']],
    ['0/10 * ? * MON-FRI *', ['2026-06-17T12:10Z', '2026-06-17T12:20Z']],
    ['0/5 8-17 ? * MON-FRI *', ['2026-06-17T12:05Z', '2026-06-17T12:10Z']],
    ['15 10 ? * 6L 2026-2027', ['2026-06-26T10:15Z', '2026-07-31T10:15Z', '2026-08-28T10:15Z']],
    // Lists, ranges and increments
    ['*/20 12 * * ? *', ['2026-06-17T12:20Z', '2026-06-17T12:40Z', '2026-06-18T12:00Z']],
    ['5,1,3 12 * * ? *', ['2026-06-17T12:01Z', '2026-06-17T12:03Z', '2026-06-17T12:05Z', '2026-06-18T12:01Z']],
    ['0 1-7/3 * * ? *', ['2026-06-18T01:00Z', '2026-06-18T04:00Z', '2026-06-18T07:00Z', '2026-06-19T01:00Z']],
    ['0 0 10-12,20 * ? *', ['2026-06-20T00:00Z', '2026-07-10T00:00Z']],
    ['0 0 1 JAN,jul ? *', ['2026-07-01T00:00Z', '2027-01-01T00:00Z']],
    ['0 0 ? * 1 *', ['2026-06-21T00:00Z', '2026-06-28T00:00Z']],
    ['0 0 1 1 ? 2028/2', ['2028-01-01T00:00Z', '2030-01-01T00:00Z']],
    ['0 0 29 2 ? *', ['2028-02-29T00:00Z', '2032-02-29T00:00Z']],
    // L, W and #
    ['0 0 L * ? *', ['2026-06-30T00:00Z', '2026-07-31T00:00Z']],
    ['0 0 L 2 ? *', ['2027-02-28T00:00Z', '2028-02-29T00:00Z']],
    ['0 0 ? * L *', ['2026-06-20T00:00Z', '2026-06-27T00:00Z']],
    ['0 0 ? * FRIL *', ['2026-06-26T00:00Z', '2026-07-31T00:00Z']],
    ['0 0 20W * ? *', ['2026-06-19T00:00Z', '2026-07-20T00:00Z']],
    ['0 0 21W 6 ? 2026', ['2026-06-22T00:00Z']],
    ['0 0 1W 8 ? 2026', ['2026-08-03T00:00Z']],
    ['0 0 31W 1 ? 2027', ['2027-01-29T00:00Z']],
    ['0 0 31W 6-7 ? 2026', ['2026-07-31T00:00Z']],
    ['0 0 ? * 3#2 *', ['2026-07-14T00:00Z', '2026-08-11T00:00Z']],
    ['0 0 ? * TUE#5 *', ['2026-06-30T00:00Z', '2026-09-29T00:00Z']],
  ])('cron(%s)', (fields, expected) => {
    expect(due(`cron(${fields})`, expected.length)).toEqual(expected);
  });

  it('is due after a time, never at it', () => {
    expect(due('cron(0 12 * * ? *)', 1)).toEqual(['2026-06-18T12:00Z']);
    expect(due('cron(0 12 * * ? *)', 1, { after: noon - 1 })).toEqual(['2026-06-17T12:00Z']);
  });

  it('ends with its last year', () => {
    expect(due('cron(0 0 30 12 ? 2026)', 3)).toEqual(['2026-12-30T00:00Z']);
    expect(due('cron(0 0 30 2 ? *)', 1)).toEqual([]);
    expect(due('cron(0 0 31 12 ? *)', 2, { after: Date.UTC(2199, 11, 30) })).toEqual(['2199-12-31T00:00Z']);
  });

  it.each([
    ['0 12 * * ?', '5 fields. Expected: 6, minutes hours day-of-month month day-of-week year'],
    ['0 12 * * * *', "Day-of-month is '*' and Day-of-week is '*'. Expected: ? in one of the two"],
    ['0 12 ? * ? *', "Day-of-month is '?' and Day-of-week is '?'"],
    ['60 12 * * ? *', "Minutes is '60': 60 is out of range. Expected: 0-59"],
    ['0 24 * * ? *', "Hours is '24': 24 is out of range"],
    ['0 0 0 * ? *', "Day-of-month is '0': 0 is out of range"],
    ['0 0 ? * 0 *', "Day-of-week is '0': 0 is out of range. Expected: 1-7 or SUN-SAT"],
    ['0 0 ? * 8L *', "Day-of-week is '8L': 8 is out of range"],
    ['0 0 ? * 3#6 *', 'its number from 1 to 5 behind it'],
    ['0 0 ? * 3#1,6#3 *', 'a day with # stands alone'],
    ['0 0 1 FEBR ? *', "Month is 'FEBR': 'FEBR' is no value. Expected: 1-12 or JAN-DEC"],
    ['0 0 L-3 * ? *', "Day-of-month is 'L-3': 'L' is no value"],
    ['0 0 LW * ? *', "Day-of-month is 'LW': 'LW' is no value"],
    ['0 0 ? * FRI-MON *', 'the range FRI-MON ends before it begins'],
    ['*/0 * * * ? *', "'0' is no increment of 1 or more"],
    ['1/2/3 * * * ? *', 'it has two increments'],
    ['1-2-3 * * * ? *', "'1-2-3' is no range"],
    ['0 0 1 1 ? 2200', "Year is '2200': 2200 is out of range. Expected: 1970-2199"],
    ['? 0 1 1 ? *', "Minutes is '?': '?' is no value"],
  ])('cron(%s) is refused', (fields, message) => {
    expect(() => due(`cron(${fields})`, 1)).toThrow(message);
  });
});

describe('a rate', () => {
  it.each([
    ['rate(1 minute)', ['2026-06-17T12:01Z', '2026-06-17T12:02Z']],
    ['rate(90 minutes)', ['2026-06-17T13:30Z', '2026-06-17T15:00Z']],
    ['rate(1 hour)', ['2026-06-17T13:00Z', '2026-06-17T14:00Z']],
    ['rate(7 days)', ['2026-06-24T12:00Z', '2026-07-01T12:00Z']],
  ])('%s', (expression, expected) => {
    expect(due(expression, 2, { of: 'rule' })).toEqual(expected);
  });

  it('counts from its beginning, wherever one looks from', () => {
    const rateFrom = noon + 60_000;
    expect(due('rate(1 hour)', 2, { rateFrom })).toEqual(['2026-06-17T12:01Z', '2026-06-17T13:01Z']);
    expect(due('rate(1 hour)', 1, { rateFrom, after: Date.UTC(2026, 5, 18, 9) })).toEqual(['2026-06-18T09:01Z']);
  });

  it('has the singular for 1 and the plural for more, on a rule', () => {
    expect(() => due('rate(1 minutes)', 1, { of: 'rule' })).toThrow("the rate is '1 minutes'");
    expect(() => due('rate(5 minute)', 1, { of: 'rule' })).toThrow("the rate is '5 minute'");
    expect(due('rate(1 minutes)', 1, { of: 'schedule' })).toEqual(['2026-06-17T12:01Z']);
  });

  it.each(['rate(0 minutes)', 'rate(-1 minutes)', 'rate(1.5 hours)', 'rate(1 week)', 'rate(minute)', 'rate()'])(
    '%s is refused',
    (expression) => {
      expect(() => due(expression, 1)).toThrow('Expected: 1 minute, 5 minutes, 1 hour');
    },
  );

  it('of days has 24 hours a day, whatever the zone’s clocks do', () => {
    const after = Date.UTC(2026, 2, 28, 12);
    expect(due('rate(1 day)', 2, { after, timeZone: 'Europe/Berlin' })).toEqual([
      '2026-03-29T12:00Z',
      '2026-03-30T12:00Z',
    ]);
  });
});

describe('a time', () => {
  it('is due once', () => {
    expect(due('at(2026-06-18T09:30:00)', 2)).toEqual(['2026-06-18T09:30Z']);
    expect(due('at(2026-06-17T12:00:00)', 1)).toEqual([]);
  });

  it('is that of the zone’s clocks', () => {
    expect(due('at(2026-06-18T09:30:00)', 1, { timeZone: 'America/New_York' })).toEqual(['2026-06-18T13:30Z']);
  });

  it.each(['at(2026-06-18)', 'at(2026-06-18T09:30:00Z)', 'at(2026-02-30T09:30:00)', 'at(2026-06-18T25:00:00)'])(
    '%s is refused',
    (expression) => {
      expect(() => due(expression, 1)).toThrow('Expected: one that the zone');
    },
  );

  it('that the zone’s clocks leave out is refused', () => {
    expect(() => due('at(2027-03-28T02:30:00)', 1, { timeZone: 'Europe/Berlin' })).toThrow("the time is '2027-03-28");
  });

  it('is nothing for a rule', () => {
    expect(() => due('at(2026-06-18T09:30:00)', 1, { of: 'rule' })).toThrow('a rule has no at(...)');
  });
});

describe('the time zone of a cron expression', () => {
  const zoned = (expression: string, count: number, after: string, timeZone: string) =>
    due(expression, count, { after: Date.parse(after), timeZone });

  it('is kept through summer and winter', () => {
    expect(zoned('cron(0 9 1 1,7 ? *)', 2, '2026-12-01T00:00Z', 'Europe/Berlin')).toEqual([
      '2027-01-01T08:00Z',
      '2027-07-01T07:00Z',
    ]);
    expect(zoned('cron(30 9 * * ? *)', 1, '2026-06-17T00:00Z', 'Asia/Kolkata')).toEqual(['2026-06-17T04:00Z']);
  });

  it('skips what is left out in spring', () => {
    expect(zoned('cron(30 2 * * ? *)', 3, '2027-03-27T00:00Z', 'Europe/Berlin')).toEqual([
      '2027-03-27T01:30Z',
      '2027-03-29T00:30Z',
      '2027-03-30T00:30Z',
    ]);
  });

  it('runs once what comes twice in autumn', () => {
    expect(zoned('cron(30 1-2 * * ? *)', 4, '2026-10-31T12:00Z', 'America/New_York')).toEqual([
      '2026-11-01T05:30Z',
      '2026-11-01T07:30Z',
      '2026-11-02T06:30Z',
      '2026-11-02T07:30Z',
    ]);
  });

  it('goes on after the repeated hour', () => {
    expect(zoned('cron(0/30 * * * ? *)', 3, '2026-11-01T05:30Z', 'America/New_York')).toEqual([
      '2026-11-01T07:00Z',
      '2026-11-01T07:30Z',
      '2026-11-01T08:00Z',
    ]);
  });

  it.each(['Mars/Olympus', '+01:00', ''])('%j is refused', (timeZone) => {
    expect(() => due('rate(1 hour)', 1, { timeZone })).toThrow(`'${timeZone}' is no time zone`);
  });
});

it.each(['every day', 'cron 0 12 * * ? *', 'rate(1 hour) ', 'CRON(0 12 * * ? *)'])('%j is no expression', (text) => {
  expect(() => due(text, 1)).toThrow('Expected: rate(...), at(...) or cron(...)');
});
