import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { Problem } from './problem.ts';

test('a cursor gives its sort key back to its own query', () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ unit: 'grapheme-ascii' }), (query, rest) => {
      expect(decodeCursor(query, 'PROJECT#', encodeCursor(query, `PROJECT#${rest}`))).toBe(`PROJECT#${rest}`);
    }),
  );
});

test('a cursor of another query or listing is refused', () => {
  const cursor = encodeCursor('USER#ann', 'PROJECT#1');
  expect(() => decodeCursor('USER#bob', 'PROJECT#', cursor)).toThrow(Problem);
  expect(() => decodeCursor('USER#ann', 'TASK#', cursor)).toThrow(Problem);
});

test('a cursor that no sort key of the table could have given is refused', () => {
  const cursor = encodeCursor('USER#ann', 'PROJECT#\ud800');
  expect(() => decodeCursor('USER#ann', 'PROJECT#', cursor)).toThrow(Problem);
});

test('whatever else comes as a cursor is refused', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(() => decodeCursor('USER#ann', 'PROJECT#', text)).toThrow(Problem);
    }),
  );
});
