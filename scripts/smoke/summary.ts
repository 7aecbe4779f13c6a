import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import * as z from 'zod/mini';

/** What vitest's JSON reporter tells of a run, as far as it is told here. */
const Report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.optional(z.string()),
      startTime: z.number(),
      endTime: z.number(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.optional(z.nullable(z.array(z.string()))),
        }),
      ),
    }),
  ),
});
export type Report = z.infer<typeof Report>;

/** @returns nothing if the run was cut before it could write one. */
export function readReport(file: string): Report | undefined {
  return existsSync(file) ? z.parse(Report, JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}

const isSkipped = (status: string) => ['pending', 'skipped', 'todo', 'disabled'].includes(status);

/** Every check that was not run, by name; nothing is left out silently. */
export function skippedLines(report: Report): readonly string[] {
  return namesOf(report, isSkipped).map((name) => `skipped  ${name}`);
}

const namesOf = ({ testResults }: Report, is: (status: string) => boolean): readonly string[] =>
  testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.filter(({ status }) => is(status)).map(({ fullName }) => `${suiteOf(name)}: ${fullName}`),
  );

const suiteOf = (file: string) => basename(file, '.smoke.ts');

/** @param stage as the command names it. @returns Markdown: a row a check, then what failed and what was not run. */
export function summary(report: Report, stage: string): string {
  const suites = report.testResults.toSorted((a, b) => a.name.localeCompare(b.name));
  return [
    `## Smoke tests of ${stage}`,
    '',
    '| stage | check | result | time |',
    '|---|---|---|---|',
    ...suites.map((suite) => rowOf(suite, stage)),
    '',
    ...failures(report),
    ...list('Not run', namesOf(report, isSkipped)),
  ].join('\n');
}

type Suite = Report['testResults'][number];

function rowOf(suite: Suite, stage: string): string {
  const { name, startTime, endTime } = suite;
  return `| ${stage} | ${suiteOf(name)} | ${resultOf(suite)} | ${((endTime - startTime) / 1000).toFixed(1)} s |`;
}

function resultOf({ status, assertionResults }: Suite): string {
  const count = (is: (status: string) => boolean) => assertionResults.filter((test) => is(test.status)).length;
  const counts = [
    [count((test) => test === 'failed'), 'failed'],
    [count((test) => test === 'passed'), 'passed'],
    [count(isSkipped), 'not run'],
  ] as const;
  const told = counts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  // A suite whose set-up fails has no test that did.
  return [...(status === 'failed' ? ['**failed**'] : []), ...told].join(', ');
}

function failures({ testResults }: Report): readonly string[] {
  const told = testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (failed.length === 0 && status === 'failed') return [`${suiteOf(name)}: ${firstLine(message)}`];
    return failed.map((test) => `${suiteOf(name)}: ${test.fullName}: ${firstLine(test.failureMessages?.[0])}`);
  });
  return list('Failed', told);
}

const firstLine = (text = '') => `\`${(text.split('\n')[0] ?? '').replaceAll('`', "'").replaceAll('|', '\\|')}\``;

const list = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`### ${title}`, '', ...lines.map((line) => `- ${line}`), ''];
