/**
 * A time as the clocks on the wall show it, as the milliseconds that UTC's clocks would show the same at.
 * 12:00 in Berlin is 12:00 in UTC as a number.
 */
export type WallTime = number;

/** A time zone with its shifts. */
export interface TimeZone {
  /** What the clocks show at an instant, to the second. */
  wallTimeAt(instant: number): WallTime;
  /** The first instant at which the clocks show a time; `undefined` where a shift leaves it out. */
  instantOf(wallTime: WallTime): number | undefined;
}

const dayMs = 24 * 60 * 60 * 1000;

/**
 * @param name IANA name: `Europe/Berlin`, `UTC`.
 * @throws {RangeError} for a name that is none.
 */
export function timeZoneNamed(name: string): TimeZone {
  if (name === 'UTC') return utc;
  if (!/^[A-Za-z]/.test(name)) throw unknownZone(name);
  const format = formatOf(name);
  const wallTimeAt = (instant: number): WallTime => readParts(format.formatToParts(instant));
  return {
    wallTimeAt,
    instantOf(wallTime) {
      const offsets = [wallTime - dayMs, wallTime + dayMs].map((near) => wallTimeAt(near) - near);
      const candidates = offsets.map((offset) => wallTime - offset).sort((a, b) => a - b);
      return candidates.find((instant) => wallTimeAt(instant) === wallTime);
    },
  };
}

/** Without a format, which takes 20 ms to make: most schedules have no other zone. */
const utc: TimeZone = {
  wallTimeAt: (instant) => Math.floor(instant / 1000) * 1000,
  instantOf: (wallTime) => (Number.isInteger(wallTime / 1000) ? wallTime : undefined),
};

function formatOf(timeZone: string): Intl.DateTimeFormat {
  try {
    const number = 'numeric';
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: number,
      month: number,
      day: number,
      hour: number,
      minute: number,
      second: number,
    });
  } catch (error) {
    if (error instanceof RangeError) throw unknownZone(timeZone);
    throw error;
  }
}

const unknownZone = (name: string) =>
  new RangeError(`'${name}' is no time zone. Expected: a name of the IANA database, such as Europe/Berlin or UTC`);

function readParts(parts: readonly Intl.DateTimeFormatPart[]): WallTime {
  const part = (type: string) => Number(parts.find((candidate) => candidate.type === type)?.value);
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}
