import { describe, expect, it } from 'vitest';
import { readFilterPattern } from '../../../../src/services/logs/filter-pattern/filter-pattern.ts';

const messages = [
  '[ERROR 400] BAD REQUEST',
  '[ERROR 419] MISSING ARGUMENTS',
  '[WARN 401] UNAUTHORIZED "REQUEST"',
  'info: all is well',
];
const found = (pattern: string) =>
  messages.filter(readFilterPattern(pattern)).map((message) => messages.indexOf(message));

describe('a pattern of terms', () => {
  it.each([
    ['', [0, 1, 2, 3]],
    ['ERROR', [0, 1]],
    ['error', []],
    ['ERROR ARGUMENTS', [1]],
    ['REQUEST 40', [0, 2]],
    ['"BAD REQUEST"', [0]],
    ['"[WARN"', [2]],
    ['"\\"REQUEST\\""', [2]],
    ['ERROR -400', [1]],
    ['-ERROR', [2, 3]],
    ['ERROR -"BAD REQUEST" -400', [1]],
    ['?ERROR ?WARN', [0, 1, 2]],
    ['?"all is" ?ARGUMENTS', [1, 3]],
    ['  WARN  ', [2]],
  ] as const)('%s', (pattern, expected) => {
    expect(found(pattern)).toEqual(expected);
  });

  it.each([
    ['a-b', "Invalid character(s) in term 'a-b'"],
    ['info:', "Invalid character(s) in term 'info:'"],
    ['%ERR.*%', 'regular expressions are not evaluated'],
    ['?ERROR WARN', 'terms with ? cannot be combined with others'],
    ['?ERROR -WARN', 'terms with ? cannot be combined with others'],
    ['"open', 'no term can be read at "open'],
    ['ERROR -', "Invalid character(s) in term '-'"],
    ['[ip, user]', 'space-delimited patterns are not evaluated'],
  ])('refuses %s', (pattern, message) => {
    expect(() => readFilterPattern(pattern)).toThrow(message);
  });
});
