import { expect, test } from 'vitest';
import { diffReport } from './diff-report.ts';

test('the plan comes first, all of it below', () => {
  const output =
    'dev  Initializing the backend...\ndev  + resource "a" "b"\ndev  Plan: 3 to add, 0 to change, 1 to destroy.\n';
  expect(diffReport('dev', output, 0)).toBe(`## Diff of dev

Plan: 3 to add, 0 to change, 1 to destroy.

<details><summary>All of it</summary>

\`\`\`
Initializing the backend...
+ resource "a" "b"
Plan: 3 to add, 0 to change, 1 to destroy.
\`\`\`

</details>
`);
});

test('a failure is no plan', () => {
  expect(diffReport('dev', 'dev  Plan: 1 to add', 1)).toContain('**The command failed** (status 1).');
});

test('a long one is cut at its beginning, and no text ends the fence', () => {
  const report = diffReport('dev', `${'x'.repeat(70_000)}\n\`\`\`\nNo changes.`, 0);
  expect(report.length).toBeLessThan(65_000);
  expect(report).toContain('No changes.');
  expect(report).toContain('\n````\n... x');
});
