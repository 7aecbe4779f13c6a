import { expect, test } from 'vitest';
import { type Report, skippedLines, summary } from './summary.ts';

const report: Report = {
  testResults: [
    {
      name: '/repo/contracts/smoke/cors.smoke.ts',
      status: 'failed',
      startTime: 0,
      endTime: 1500,
      assertionResults: [
        { fullName: 'CORS of GET /projects preflight', status: 'passed' },
        {
          fullName: 'CORS of POST /projects preflight',
          status: 'failed',
          failureMessages: ['AssertionError: expected `a | b`\n  at somewhere'],
        },
      ],
    },
    {
      name: '/repo/contracts/smoke/access.smoke.ts',
      status: 'failed',
      message: 'the set-up failed\n  at somewhere',
      startTime: 1500,
      endTime: 1700,
      assertionResults: [{ fullName: 'a partner is let in', status: 'pending' }],
    },
  ],
};

test('a row a check, what failed with its first line, what was not run by name', () => {
  expect(summary(report, 'dev')).toBe(`## Smoke tests of dev

| stage | check | result | time |
|---|---|---|---|
| dev | access | **failed**, 1 not run | 0.2 s |
| dev | cors | **failed**, 1 failed, 1 passed | 1.5 s |

### Failed

- cors: CORS of POST /projects preflight: \`AssertionError: expected 'a \\| b'\`
- access: \`the set-up failed\`

### Not run

- access: a partner is let in
`);
});

test('skips are told by name', () => {
  expect(skippedLines(report)).toEqual(['skipped  access: a partner is let in']);
});
