import { expect, test } from 'vitest';
import { patched } from './breakage.ts';
import { failuresIn } from './checks.ts';

const patch = { file: 'lambdas/a.ts', find: '201', replace: '200', functions: ['a'] };

test('a patch changes the one place that it means', () => {
  expect(patched('status: 201,', patch)).toBe('status: 200,');
});

test.each([
  ['status: 204', 0],
  ['201 or 201', 2],
])('a patch that does not match once is no breakage: %s', (source, times) => {
  expect(() => patched(source, patch)).toThrow(`lambdas/a.ts has ${times} times the text that is to be changed: 201`);
});

test('what passed names no route of what failed', () => {
  const output = ` ✓ a.smoke.ts > GET /health answers 200
⎯⎯⎯⎯⎯ Failed Tests 2 ⎯⎯⎯⎯⎯
 FAIL  a.smoke.ts > POST /projects answers 201
AssertionError: expected [ 201 ] to include 200
⎯⎯⎯⎯⎯⎯⎯⎯[1/2]⎯
 FAIL  a.smoke.ts > GET /projects answers 200
AssertionError: no name
⎯⎯⎯⎯⎯⎯⎯⎯[2/2]⎯
`;
  expect(failuresIn(output)).toEqual([
    'a.smoke.ts > POST /projects answers 201\nAssertionError: expected [ 201 ] to include 200\n',
    'a.smoke.ts > GET /projects answers 200\nAssertionError: no name\n',
  ]);
});

test('a command that lists no failures has said all that it printed', () => {
  expect(failuresIn('the state failed')).toEqual(['the state failed']);
});
