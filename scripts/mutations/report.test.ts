import { describe, expect, test } from 'vitest';
import { type Outcome, verdictOf } from './campaign.ts';
import { byCheck, row, totals } from './report.ts';

const outcome = (by: string | undefined, listed?: string, isAbout = true): Outcome => ({
  mutation: {
    id: 'x:aws_thing.a',
    address: 'aws_thing.a',
    description: 'a thing is gone',
    checks: [],
    operations: [],
    sharesStage: false,
    isOfThrottles: false,
    needsNewStage: false,
    apply: () => {},
  },
  trial: {
    noticed: by === undefined ? undefined : { by, message: 'expected 200', check: undefined, isAbout },
    seconds: 1.25,
  },
  listed,
});

describe('a mutation', () => {
  test.each([
    ['killed', outcome('auth: GET /x'), 'killed       1.3  x:aws_thing.a  <-  auth: GET /x (expected 200)'],
    ['listed', outcome(undefined, 'no caller sees it'), 'listed       1.3  x:aws_thing.a  (no caller sees it)'],
    ['SURVIVED', outcome(undefined), 'a thing is gone: nothing noticed. Expected: a check that does'],
    ['ELSEWHERE', outcome('auth: GET /x', undefined, false), 'only a test that is about something else noticed'],
    ['STALE', outcome('auth: GET /x', 'no caller sees it'), 'listed as a survivor (no caller sees it), but noticed'],
  ])('is %s', (verdict, found, text) => {
    expect(verdictOf(found)).toBe(verdict);
    expect(row(found)).toContain(text);
  });
});

test('the totals count each verdict, and each check what it noticed', () => {
  const outcomes = [
    outcome('auth: a'),
    outcome('auth: b'),
    outcome('cors: c'),
    outcome(undefined),
    outcome(undefined, 'y'),
  ];
  expect(totals(outcomes, 9.6)).toBe(
    '5 mutations in 10 s, 3 killed, 1 listed as survivors, 1 SURVIVED, 0 noticed elsewhere, 0 listed but noticed',
  );
  expect(byCheck(outcomes)).toBe('    2  auth\n    1  cors');
});
