import { expect, test } from 'vitest';
import { isWithin } from './source-addresses.ts';

const ranges = ['192.0.2.0/24', '198.51.100.7/32', '2001:db8::/32'];

test.each(['192.0.2.0', '192.0.2.255', '198.51.100.7', '2001:db8::1'])('%s is within', (address) => {
  expect(isWithin(ranges, address)).toBe(true);
});

test.each(['192.0.3.0', '198.51.100.8', '2001:db9::1', '', 'localhost', '192.0.2.1, 10.0.0.1'])(
  '%j is not',
  (address) => {
    expect(isWithin(ranges, address)).toBe(false);
  },
);

test('no ranges let nobody in; all addresses have to be said', () => {
  expect(isWithin([], '192.0.2.1')).toBe(false);
  expect(isWithin(['0.0.0.0/0', '::/0'], '203.0.113.1')).toBe(true);
  expect(isWithin(['0.0.0.0/0', '::/0'], '2001:db8::1')).toBe(true);
});

test.each(['192.0.2.0', '192.0.2.0/33', '2001:db8::/129', 'acme/24', '/8', '*'])(
  'the range %j is a mistake',
  (range) => {
    expect(() => isWithin([range], '192.0.2.1')).toThrow(`WEBHOOK_SOURCES has the range '${range}'`);
  },
);
