import fc from 'fast-check';
import { expect, it } from 'vitest';
import { timeZoneNamed } from '../../../src/services/events/time-zone.ts';

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Apia'];
const second = 1000;
const instants = fc
  .integer({ min: Date.UTC(2000, 0) / second, max: Date.UTC(2060, 0) / second })
  .map((seconds) => seconds * second);

it('the clocks show each time that they show at its first instant', () => {
  fc.assert(
    fc.property(fc.constantFrom(...zones), instants, (name, instant) => {
      const zone = timeZoneNamed(name);
      const wallTime = zone.wallTimeAt(instant);
      const first = zone.instantOf(wallTime) ?? Number.NaN;
      expect(zone.wallTimeAt(first)).toBe(wallTime);
      expect(first).toBeLessThanOrEqual(instant);
      expect(instant - first).toBeLessThanOrEqual(60 * 60 * second);
    }),
    { numRuns: 500 },
  );
});

it('a time that they leave out has no instant', () => {
  const zone = timeZoneNamed('Australia/Lord_Howe');
  expect(zone.instantOf(Date.UTC(2026, 9, 4, 2, 15))).toBeUndefined();
  expect(zone.instantOf(Date.UTC(2026, 9, 4, 2, 30))).toBe(Date.UTC(2026, 9, 3, 15, 30));
});

it('UTC is what the database has as Etc/UTC', () => {
  const [utc, named] = [timeZoneNamed('UTC'), timeZoneNamed('Etc/UTC')];
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(1960, 0), max: Date.UTC(2060, 0) }), (instant) => {
      expect(utc.wallTimeAt(instant)).toBe(named.wallTimeAt(instant));
      expect(utc.instantOf(instant)).toBe(named.instantOf(instant));
      expect(utc.instantOf(utc.wallTimeAt(instant))).toBe(named.instantOf(utc.wallTimeAt(instant)));
    }),
    { numRuns: 300 },
  );
});
