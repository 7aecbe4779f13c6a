import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  literalPattern,
  matchesArn,
  matchesPattern,
  parseArnPattern,
  parsePattern,
} from '../../../src/services/iam/pattern.ts';

const matches = (pattern: string, value: string) => matchesPattern(parsePattern(pattern), value);
const arnMatches = (pattern: string, arn: string) => matchesArn(parseArnPattern(parsePattern(pattern)), arn);

/** The meaning of a pattern, told by the regular expressions of the language. */
const reference = (pattern: string, value: string) => {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(value);
};

const fewLetters = (...letters: string[]) =>
  fc.array(fc.constantFrom(...letters), { maxLength: 10 }).map((characters) => characters.join(''));

describe('matchesPattern', () => {
  it('agrees with a regular expression on every pattern and value', () => {
    fc.assert(
      fc.property(fewLetters('a', 'b', '*', '?'), fewLetters('a', 'b'), (pattern, value) => {
        expect(matches(pattern, value)).toBe(reference(pattern, value));
      }),
      { numRuns: 2000 },
    );
  });

  it('matches any value with each of its runs replaced by *', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (before, run, after) => {
        const pattern = [...literalPattern(before), ...parsePattern('*'), ...literalPattern(after)];
        expect(matchesPattern(pattern, before + run + after)).toBe(true);
      }),
    );
  });

  it('takes wildcards of a literal pattern for themselves', () => {
    fc.assert(
      fc.property(fewLetters('a', '*', '?'), fewLetters('a', '*', '?'), (text, value) => {
        expect(matchesPattern(literalPattern(text), value)).toBe(text === value);
      }),
    );
  });

  it('stays fast where a backtracking matcher would not', () => {
    expect(matches(`${'*a'.repeat(40)}b`, 'a'.repeat(5000))).toBe(false);
  });
});

describe('matchesArn', () => {
  const queue = 'arn:aws:sqs:eu-central-1:123456789012:exports';

  it.each([
    ['*', queue, true],
    [queue, queue, true],
    ['arn:aws:sqs:*:123456789012:exp?rts', queue, true],
    ['arn:aws:sqs:*:*:*', queue, true],
    ['arn:aws:sqs:*', queue, true],
    ['arn:aws:s*:exports', queue, false],
    ['arn:aws:sqs:*:exports', queue, false],
    ['arn:aws:s3:::bucket/*', 'arn:aws:s3:::bucket/a:b/c', true],
    ['arn:aws:s3:::bucket/*', 'arn:aws:s3:::bucket', false],
    ['arn:aws:sqs:*:*:*', '*', false],
  ])('%s against %s: %s', (pattern, arn, expected) => {
    expect(arnMatches(pattern, arn)).toBe(expected);
  });

  it('keeps a wildcard within its segment', () => {
    const segment = fewLetters('a', 'b', '*', '?');
    const part = fewLetters('a', 'b');
    fc.assert(
      fc.property(
        fc.array(segment, { minLength: 6, maxLength: 6 }),
        fc.array(part, { minLength: 6, maxLength: 6 }),
        (patterns, parts) => {
          const expected = patterns.every((pattern, index) => reference(pattern, parts[index] ?? ''));
          expect(arnMatches(patterns.join(':'), parts.join(':'))).toBe(expected);
        },
      ),
    );
  });
});
