import { median } from '../long-run/statistics.ts';
import { type ApiKind, apiKinds } from './contestant.ts';
import type { Round } from './rounds.ts';

/** The medians of a contestant's rounds. */
export interface Summary {
  readonly name: string;
  readonly version: string;
  readonly checks: string;
  readonly rounds: number;
  readonly bootMs: number;
  readonly peakMb: number;
  readonly apis: Readonly<Record<ApiKind, ApiSummary>>;
}

interface ApiSummary {
  readonly firstBurstP99Ms: number;
  /** At one connection. */
  readonly onePerSecond: number;
  /** At 32 connections. */
  readonly manyPerSecond: number;
  readonly manyP50Ms: number;
  readonly manyP99Ms: number;
  readonly cpuMicroseconds: number;
}

export function summaryOf(
  { name, version, checks }: Pick<Summary, 'name' | 'version' | 'checks'>,
  rounds: readonly Round[],
): Summary {
  const over = (figure: (round: Round) => number) => median(rounds.map(figure));
  const apis = apiKinds.map((kind): [ApiKind, ApiSummary] => [
    kind,
    {
      firstBurstP99Ms: over(({ apis: { [kind]: api } }) => api.firstBurst.p99Ms),
      onePerSecond: over(({ apis: { [kind]: api } }) => api.one.requestsPerSecond),
      manyPerSecond: over(({ apis: { [kind]: api } }) => api.many.requestsPerSecond),
      manyP50Ms: over(({ apis: { [kind]: api } }) => api.many.p50Ms),
      manyP99Ms: over(({ apis: { [kind]: api } }) => api.many.p99Ms),
      cpuMicroseconds: over(({ apis: { [kind]: api } }) => api.cpuMicroseconds),
    },
  ]);
  return {
    ...{ name, version, checks, rounds: rounds.length },
    bootMs: over(({ bootMs }) => bootMs),
    peakMb: over(({ peakMb }) => peakMb),
    apis: Object.fromEntries(apis) as Record<ApiKind, ApiSummary>,
  };
}
