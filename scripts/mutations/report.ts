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
  switch (verdict) {
    case 'killed':
      return `${start}  <-  ${trial.noticedBy} (${firstLine(trial.message)})`;
    case 'listed':
      return `${start}  (${listed})`;
    case 'SURVIVED':
      return `${start}\n          ${mutation.description}: nothing noticed. Expected: a check that does, or an entry in scripts/mutations/survivors.ts`;
    case 'STALE':
      return `${start}  <-  ${trial.noticedBy} (${firstLine(trial.message)})\n          listed as a survivor (${listed}), but noticed. Expected: no entry in scripts/mutations/survivors.ts`;
  }
}

const firstLine = (text: string) => text.split('\n')[0]?.slice(0, 160) ?? '';

/** A mutation without its outcome, for `--list`. */
export function listing({ id, address, description }: Mutation): string {
  return `${id}\n    ${address}: ${description}`;
}

export function totals(outcomes: readonly Outcome[], seconds: number): string {
  const count = (verdict: Verdict) => outcomes.filter((outcome) => verdictOf(outcome) === verdict).length;
  const killed = count('killed');
  return [
    `${outcomes.length} mutations in ${seconds.toFixed(0)} s`,
    `${killed} killed`,
    `${count('listed')} listed as survivors`,
    `${count('SURVIVED')} SURVIVED`,
    `${count('STALE')} listed but noticed`,
  ].join(', ');
}

/** How many mutations each suite noticed first, most first. */
export function byCheck(outcomes: readonly Outcome[]): string {
  const noticed = outcomes.flatMap(({ trial }) => (trial.noticedBy === undefined ? [] : [suiteOf(trial.noticedBy)]));
  const counts = [...Map.groupBy(noticed, (suite) => suite)].map(([suite, all]) => ({ suite, count: all.length }));
  return counts
    .sort((a, b) => b.count - a.count || (a.suite < b.suite ? -1 : 1))
    .map(({ suite, count }) => `${String(count).padStart(5)}  ${suite}`)
    .join('\n');
}

const suiteOf = (check: string) => check.split(': ')[0] ?? check;
