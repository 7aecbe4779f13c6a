import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { CreateAttachment } from './attachments.ts';
import { Email } from './identifiers.ts';
import { lineOfText, linesOfText } from './text.ts';

const keeps = (schema: z.core.$ZodType, value: unknown) => z.safeParse(schema, value).success;

describe('a line of text', () => {
  test.each(['a', ' a ', 'Moon base', '\u00a0ä\u3000', '😀'.repeat(20)])('may be %j', (text) => {
    expect(keeps(lineOfText(20), text)).toBe(true);
  });

  test.each(['', ' ', '\u00a0\u3000', 'a\nb', 'a\r', '\ta', 'a\0', 'a\u0085b', 'a\u2028b', 'a\x7f', 'x'.repeat(21)])(
    'is not %j',
    (text) => {
      expect(keeps(lineOfText(20), text)).toBe(false);
    },
  );
});

test('lines of text may be several', () => {
  expect(keeps(linesOfText(20), 'a\nb\tc')).toBe(true);
  expect(keeps(linesOfText(20), ' \n ')).toBe(false);
});

test('lengths are counted and published as JSON Schema counts them', () => {
  expect(keeps(linesOfText(3), '😀😀😀')).toBe(true);
  expect(keeps(linesOfText(3), '😀😀😀😀')).toBe(false);
  expect(z.toJSONSchema(linesOfText(3))).toMatchObject({ type: 'string', minLength: 1, maxLength: 3 });
});

test.each(['a', '.a', 'a.txt', ' Ä .pdf', '...a'])('a file may be named %j', (fileName) => {
  expect(keeps(CreateAttachment, { fileName, contentType: 'a/b', sizeBytes: 1 })).toBe(true);
});

test.each(['.', '..', ' . ', 'a/b', 'a\\b', '/a', 'a\n', ''])('a file may not be named %j', (fileName) => {
  expect(keeps(CreateAttachment, { fileName, contentType: 'a/b', sizeBytes: 1 })).toBe(false);
});

test.each<[string, boolean]>([
  ['ann@team.example', true],
  ['ann.b+c@a.b.example', true],
  ['ann@team', false],
  ['ann@team.', false],
  ['ann@.example', false],
  ['ann@a..example', false],
  ['ann@b@team.example', false],
  ['an n@team.example', false],
])('the address %s: %s', (address, isOne) => {
  expect(keeps(Email, address)).toBe(isOne);
});
