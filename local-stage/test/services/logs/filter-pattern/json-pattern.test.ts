import { describe, expect, it } from 'vitest';
import { readFilterPattern } from '../../../../src/services/logs/filter-pattern/filter-pattern.ts';

const message = JSON.stringify({
  level: 'ERROR',
  status: '403',
  latency: 50.5,
  user: { 'e-mail': 'John@example.com', id: 1, tags: null },
  users: [{ id: 2 }, { id: 3, name: 'a "b"' }],
  grid: [
    [0, 1],
    [4, 5],
  ],
  ok: true,
  no: false,
});

describe('a JSON pattern', () => {
  it.each([
    // Text
    ['{ $.level = "ERROR" }', true],
    ['{ $.level = ERROR }', true],
    ['{$.level="error"}', false],
    ['{ $.level != "INFO" }', true],
    ['{ $.level != "ERROR" }', false],
    ['{ $.level = "ERR*" }', true],
    ['{ $.level = *ROR }', true],
    ['{ $.level = "*RR*" }', true],
    ['{ $.level = "E*R" }', false],
    ['{ $.level = * }', true],
    ['{ $.none = * }', false],
    ['{ $.user.e-mail = "John@example.com" }', true],
    ['{ $.users[1].name = "a \\"b\\"" }', true],
    ['{ $.status = 403 }', true],
    ['{ $.status = 4* }', true],
    // Numbers
    ['{ $.latency = 50.5 }', true],
    ['{ $.latency = 5.05e1 }', true],
    ['{ $.latency != 50 }', true],
    ['{ $.latency > 50 }', true],
    ['{ $.latency >= +50.5 }', true],
    ['{ $.latency < 50.5 }', false],
    ['{ $.latency <= 50.5 }', true],
    ['{ $.status > 400 }', false],
    ['{ $.level > 1 }', false],
    // Selectors
    ['{ $.users[0].id = 2 }', true],
    ['{ $.users[2].id = 2 }', false],
    ['{ $.grid[1][0] = 4 }', true],
    ['{ $.user[0] = 1 }', false],
    ['{ $.users.length = 2 }', false],
    ['{ $.constructor IS NULL }', false],
    // What is no value to compare
    ['{ $.users = 1 }', false],
    ['{ $.users != 1 }', false],
    ['{ $.none != 1 }', false],
    ['{ $.ok = true }', false],
    // Named conditions
    ['{ $.user.tags IS NULL }', true],
    ['{ $.none IS NULL }', false],
    ['{ $.none NOT EXISTS }', true],
    ['{ $.user.tags NOT EXISTS }', false],
    ['{ $.ok IS TRUE }', true],
    ['{ $.no IS  FALSE }', true],
    ['{ $.level IS TRUE }', false],
    // Compounds
    ['{ $.level = "ERROR" && $.latency > 100 }', false],
    ['{ $.level = "INFO" || $.latency > 50 }', true],
    ['{ $.level = "ERROR" || $.ok IS FALSE && $.no IS TRUE }', true],
    ['{ ($.level = "ERROR" || $.ok IS FALSE) && $.no IS TRUE }', false],
    ['{ (($.user.id = 1) && ($.users[0].id = 2)) }', true],
  ])('%s is %s', (pattern, expected) => {
    expect(readFilterPattern(pattern)(message)).toBe(expected);
  });

  it.each(['plain', '', '{"level": "ERROR"', '["ERROR"]', '"ERROR"'])('does not match the message %j', (other) => {
    expect(readFilterPattern('{ $.level = * || $.level NOT EXISTS }')(other)).toBe(false);
  });

  it.each([
    ['{ }', 'a selector such as $.level is expected at }'],
    ['{ level = 1 }', 'a selector such as $.level is expected at level = 1 }'],
    ['{ $.no is false }', 'is expected at is false }'],
    ['{ $.level }', 'a comparison or IS NULL, IS TRUE, IS FALSE, NOT EXISTS is expected at }'],
    ['{ $.level = }', 'a value, in quotes if it has special characters, is expected at }'],
    ['{ $.level > ERROR }', '> compares numbers, and ERROR is none'],
    ['{ $.level > "1" }', '> compares numbers, and 1 is none'],
    ['{ $.level = "x"', 'a closing brace is expected at the end'],
    ['{ $.level = "x" } y', 'a closing brace is expected at } y'],
    ['{ ($.level = "x" }', 'a closing parenthesis is expected at }'],
    ['{ $.level = "x" & $.a = 1 }', 'a closing brace is expected at & $.a = 1 }'],
    ['{ $.level = %ERR% }', 'a value, in quotes if it has special characters, is expected at %ERR% }'],
    ['{ $.a[*] = 1 }', 'is expected at [*] = 1 }'],
  ])('refuses %s', (pattern, message) => {
    expect(() => readFilterPattern(pattern)).toThrow(`Invalid filter pattern ${pattern}: `);
    expect(() => readFilterPattern(pattern)).toThrow(message);
  });
});
