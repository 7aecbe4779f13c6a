import { expect, test, vi } from 'vitest';
import { rotatedSecret, type SecretValues } from './rotated-secret.ts';

const minutes = (count: number) => new Date(count * 60_000);

/** A secret whose reads are counted, and an attempt that fits one value. */
function watched(initial: SecretValues) {
  let values: SecretValues | Error = initial;
  const read = vi.fn(async () => {
    if (values instanceof Error) throw values;
    return values;
  });
  const secret = rotatedSecret(read);
  return {
    read,
    becomes(next: SecretValues | Error) {
      values = next;
    },
    find: (wanted: string, at: Date) => secret.find(at, (value) => (value === wanted ? value : undefined)),
  };
}

test('is read once for all that its values fit', async () => {
  const { find, read } = watched(['new', 'old']);
  expect(await Promise.all([find('new', minutes(0)), find('old', minutes(0))])).toEqual(['new', 'old']);
  expect(await find('old', minutes(59))).toBe('old');
  expect(read).toHaveBeenCalledTimes(1);
});

test('is read again where no value fits, five minutes after the last time at the soonest', async () => {
  const { find, read, becomes } = watched(['first']);
  await find('first', minutes(0));
  becomes(['second', 'first']);
  expect(await find('second', minutes(4.9))).toBeUndefined();
  expect(read).toHaveBeenCalledTimes(1);
  expect(await find('second', minutes(5))).toBe('second');
  expect(read).toHaveBeenCalledTimes(2);
});

test('is read as seldom by a thousand forgers as by one', async () => {
  const { find, read } = watched(['first']);
  await find('first', minutes(0));
  for (let round = 0; round < 4; round += 1) {
    await Promise.all(Array.from({ length: 250 }, () => find('forged', minutes(6))));
  }
  expect(read).toHaveBeenCalledTimes(2);
  await find('forged', minutes(10.9));
  expect(read).toHaveBeenCalledTimes(2);
});

test('has a new value for all who asked while it was read', async () => {
  const { find, read, becomes } = watched(['first']);
  await find('first', minutes(0));
  becomes(['second']);
  const found = await Promise.all(Array.from({ length: 5 }, () => find('second', minutes(6))));
  expect(found).toEqual(Array.from({ length: 5 }, () => 'second'));
  expect(read).toHaveBeenCalledTimes(2);
});

test('loses a value that is taken away, within an hour, without anybody who forges', async () => {
  const { find, read, becomes } = watched(['first']);
  await find('first', minutes(0));
  becomes(['third', 'second']);
  expect(await find('first', minutes(59.9))).toBe('first');
  expect(await find('first', minutes(60))).toBeUndefined();
  expect(read).toHaveBeenCalledTimes(2);
});

test('that cannot be read at first is tried again by the next request', async () => {
  const { find, becomes } = watched([]);
  becomes(new Error('throttled'));
  await expect(find('first', minutes(0))).rejects.toThrow('throttled');
  becomes(['first']);
  expect(await find('first', minutes(0))).toBe('first');
});

test('that cannot be read again keeps its copy, and is not asked for at each request', async () => {
  const { find, read, becomes } = watched(['first']);
  await find('first', minutes(0));
  becomes(new Error('throttled'));
  expect(await find('forged', minutes(6))).toBeUndefined();
  expect(await find('forged', minutes(7))).toBeUndefined();
  expect(await find('first', minutes(8))).toBe('first');
  expect(read).toHaveBeenCalledTimes(2);
  await expect(find('first', minutes(60))).rejects.toThrow('throttled');
});
