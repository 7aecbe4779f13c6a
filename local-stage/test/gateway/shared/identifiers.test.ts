import { expect, test } from 'vitest';
import { createClock } from '../../../src/clock.ts';
import {
  createExtendedRequestId,
  createRequestId,
  createTraceId,
  formatRequestTime,
} from '../../../src/gateway/identifiers.ts';

const clock = createClock(Date.UTC(2020, 2, 12, 19, 3, 58));

test('request ids are UUIDs of version 4, each another', () => {
  expect(createRequestId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(createRequestId()).not.toBe(createRequestId());
});

test('extended request ids are 16 characters of base64', () => {
  expect(createExtendedRequestId()).toMatch(/^[\w-]{15}=$/);
  expect(createExtendedRequestId()).not.toBe(createExtendedRequestId());
});

test('a trace id starts with the time of the clock', () => {
  expect(createTraceId(undefined, clock)).toMatch(/^Root=1-5e6a879e-[0-9a-f]{24}$/);
});

test.each([
  'Root=1-5759e988-bd862e3fe1be46a994272793',
  'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
  'Self=1-67891234-12456789abcdef012345678;Root=1-5759e988-bd862e3fe1be46a994272793',
])('the incoming %s is kept', (incoming) => {
  expect(createTraceId(incoming, clock)).toBe(incoming);
});

test.each(['', 'Root=', 'Root=1-xyz', 'NotRoot=1-5759e988-bd862e3fe1be46a994272793'])(
  '"%s" is replaced',
  (incoming) => {
    expect(createTraceId(incoming, clock)).toMatch(/^Root=1-5e6a879e-/);
  },
);

test('request times are those of common log format', () => {
  expect(formatRequestTime(clock.now())).toBe('12/Mar/2020:19:03:58 +0000');
  expect(formatRequestTime(0)).toBe('01/Jan/1970:00:00:00 +0000');
});
