import { apiKinds } from './contestant.ts';
import type { GrowthFigures } from './growth.ts';
import type { LifeFigures } from './life.ts';
import type { Summary } from './summary.ts';

/** A promise of the project about its speed, and what this run shows of it. */
export interface Limit {
  readonly what: string;
  readonly measured: number;
  /** `at least` or `at most` this. */
  readonly bound: number;
  readonly side: 'at least' | 'at most';
  readonly isKept: boolean;
}

export interface Compared {
  readonly stage: Summary;
  readonly peer: Summary;
  readonly bare: Summary;
  /** Of a small stack, and of a large one. */
  readonly growth: readonly GrowthFigures[];
  readonly life: LifeFigures;
}

/** Ratios to a peer and to the machine's own limit, so that a slow machine breaks none. */
export function limitsOf({ stage, peer, bare, growth, life }: Compared): readonly Limit[] {
  const ofApis = apiKinds.flatMap((kind) => {
    const [ours, theirs, limit] = [stage.apis[kind], peer.apis[kind], bare.apis[kind]];
    return [
      atLeast(
        `${kind}: requests a second at 32 connections / the peer's`,
        ours.manyPerSecond / theirs.manyPerSecond,
        4,
      ),
      atLeast(
        `${kind}: requests a second at 32 connections / the bare server's`,
        ours.manyPerSecond / limit.manyPerSecond,
        0.2,
      ),
      atMost(`${kind}: p99 at 32 connections / the peer's`, ours.manyP99Ms / theirs.manyP99Ms, 0.25),
      atMost(`${kind}: p99 of the first burst / the peer's`, ours.firstBurstP99Ms / theirs.firstBurstP99Ms, 0.25),
      atMost(`${kind}: processor time a request, microseconds`, ours.cpuMicroseconds, 150),
    ];
  });
  return [
    ...ofApis,
    atMost("boot to the first 200 / the peer's", stage.bootMs / peer.bootMs, 0.5),
    atMost('boot to the first 200, ms', stage.bootMs, 1000),
    atMost("peak memory / the peer's", stage.peakMb / peer.peakMb, 0.5),
    ...growthLimits(growth),
    atMost('npm start: memory after boot, MB', life.idleMb, 300),
    atMost('npm start: memory with each route called once, MB', life.calledMb, 800),
    atMost('a handler that is saved answers after, ms', life.reloadMs, 1000),
  ];
}

function growthLimits([small, large]: readonly GrowthFigures[]): readonly Limit[] {
  if (!small || !large)
    throw new Error('growth was measured with fewer than two stacks. Expected: a small and a large one');
  const [few, many] = [small.routes, large.routes];
  return [
    atMost(`p50 with ${many} routes / with ${few}`, large.p50Ms / small.p50Ms, 1.2),
    atMost(`boot with ${many} routes / with ${few}`, large.bootMs / small.bootMs, 33),
    atMost('evaluation of 8,000 expressions, ms', (large.expressionsMs / large.expressions) * 8000, 500),
  ];
}

const atLeast = (what: string, measured: number, bound: number): Limit => ({
  ...{ what, measured, bound, side: 'at least' as const },
  isKept: measured >= bound,
});

const atMost = (what: string, measured: number, bound: number): Limit => ({
  ...{ what, measured, bound, side: 'at most' as const },
  isKept: measured <= bound,
});
