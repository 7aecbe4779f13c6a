import * as z from 'zod/mini';

/** An RFC 3339 timestamp in UTC with milliseconds, as `Date.prototype.toISOString` writes it. */
export const Timestamp = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/));

/** A day of the calendar: RFC 3339 `full-date`. */
export const CalendarDate = z.iso.date('Expected: a date such as 2027-02-28');

/** A month of the calendar, in UTC. */
export const Month = z.string().check(z.regex(/^20\d{2}-(0[1-9]|1[0-2])$/, 'Expected: a month such as 2027-02'));
