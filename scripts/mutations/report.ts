import { textTable } from '../text-table.ts';
import { type Outcome, type Verdict, verdictOf } from './campaign.ts';
import type { Mutation } from './mutation.ts';

/** The report: a row for each mutation as its outcome arrives, then the totals. */

export function heading(): string {
  return `${'verdict'.padEnd(9)}${'seconds'.padStart(7)}  mutation  <-  what noticed it`;
}

export function row(outcome: Outcome): string {
  const { mutation, trial, listed } = outcome;
  const verdict = verdictOf(outcome);
  const start = `${verdict.padEnd(9)}${trial.seconds.toFixed(1).padStart(7)}  ${mutation.id}`;
  const { noticed } = trial;
  const notice = noticed ? `  <-  ${noticed.by} (${firstLine(noticed.message)})` : '';
  return [start, notice, ...remarks(verdict, mutation, listed)].join('');
}

function remarks(verdict: Verdict, { description }: Mutation, listed: string | undefined): readonly string[] {
  switch (verdict) {
    case 'killed':
      return [];
    case 'listed':
      return [`  (${listed})`];
    case 'SURVIVED':
      return [
        `\n          ${description}: nothing noticed. Expected: a check that does, or an entry in scripts/mutations/survivors.ts`,
      ];
    case 'ELSEWHERE':
      return [
        `\n          ${description}: only a test that is about something else noticed. Expected: the operator names it, or another that does`,
      ];
    case 'STALE':
      return [
        `\n          listed as a survivor (${listed}), but noticed. Expected: no entry in scripts/mutations/survivors.ts`,
      ];
  }
}

const firstLine = (text: string) => text.split('\n')[0]?.slice(0, 160) ?? '';

/** A mutation without its outcome, for `--list`. */
export function listing({ id, address, description, checks }: Mutation): string {
  const asked = checks.map(({ file, tests }) => `\n    asks ${file} ${tests}`).join('');
  return `${id}\n    ${address}: ${description}${asked}`;
}

export const isFinding = (outcome: Outcome): boolean => !['killed', 'listed'].includes(verdictOf(outcome));

export function totals(outcomes: readonly Outcome[], seconds: number): string {
  const count = (verdict: Verdict) => outcomes.filter((outcome) => verdictOf(outcome) === verdict).length;
  return [
    `${outcomes.length} mutations in ${seconds.toFixed(0)} s`,
    `${count('killed')} killed`,
    `${count('listed')} listed as survivors`,
    `${count('SURVIVED')} SURVIVED`,
    `${count('ELSEWHERE')} noticed elsewhere`,
    `${count('STALE')} listed but noticed`,
  ].join(', ');
}

/** How many mutations of each kind there are. */
export function byKind(mutations: readonly Mutation[]): string {
  const kinds = [...Map.groupBy(mutations, ({ id }) => operatorOf(id))];
  return textTable(
    ['kind', 'mutations'],
    [...kinds.map(([kind, all]) => [kind, all.length] as const), ['all', mutations.length]],
  );
}

/** How many mutations of each kind there were, and what became of them. */
export function byOperator(outcomes: readonly Outcome[]): string {
  const kinds = [...Map.groupBy(outcomes, ({ mutation: { id } }) => operatorOf(id))];
  return textTable(
    ['kind', 'mutations', 'killed', 'listed', 'findings', 'seconds'],
    kinds.map(([kind, all]) => {
      const count = (verdict: Verdict) => all.filter((outcome) => verdictOf(outcome) === verdict).length;
      const seconds = all.reduce((sum, { trial }) => sum + trial.seconds, 0);
      const counts = [all.length, count('killed'), count('listed'), all.filter(isFinding).length];
      return [kind, ...counts.map(String), seconds.toFixed(0)];
    }),
  );
}

const operatorOf = (id: string): string => id.split(':')[0] ?? id;

/** How many mutations each suite noticed first, most first. */
export function byCheck(outcomes: readonly Outcome[]): string {
  const noticed = outcomes.flatMap(({ trial }) => (trial.noticed ? [suiteOf(trial.noticed.by)] : []));
  const counts = [...Map.groupBy(noticed, (suite) => suite)].map(([suite, all]) => ({ suite, count: all.length }));
  return counts
    .sort((a, b) => b.count - a.count || (a.suite < b.suite ? -1 : 1))
    .map(({ suite, count }) => `${String(count).padStart(5)}  ${suite}`)
    .join('\n');
}

const suiteOf = (check: string) => check.split(': ')[0] ?? check;
