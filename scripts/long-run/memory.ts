import type { Control } from './control.ts';
import { familyOf, listProcesses } from './processes.ts';
import { median } from './statistics.ts';

/** Resident memory at one moment, in megabytes. */
export interface MemorySample {
  /** Milliseconds since the run began. */
  readonly at: number;
  readonly stageMb: number;
  /** Of the processes that the stage has started: the DynamoDB engine. */
  readonly childrenMb: number;
  /** Execution environments of functions, each of which takes its share of the memory. */
  readonly environments: number;
}

export interface MemoryMinute {
  /** 1 is the first. */
  readonly minute: number;
  /** The least of the minute: garbage that is going to be collected is not of it. */
  readonly stageMb: number;
  readonly childrenMb: number;
  readonly environments: number;
}

const intervalMs = 2_000;
/** Minutes with fewer samples than these say nothing. */
const fewestSamples = 10;

/** Samples the memory of a stage until it is told to stop. */
export function sampleMemory(
  pid: number,
  { countEnvironments }: Pick<Control, 'countEnvironments'>,
): { stop(): readonly MemorySample[] } {
  const startedAt = performance.now();
  const samples: MemorySample[] = [];
  const sample = async () => {
    const environments = await countEnvironments();
    const [stage, ...children] = familyOf(pid, listProcesses());
    if (!stage) return;
    const childrenMb = children.reduce((total, { residentKb }) => total + residentKb, 0) / 1024;
    samples.push({ at: performance.now() - startedAt, stageMb: stage.residentKb / 1024, childrenMb, environments });
  };
  // A stage that no longer answers is told of by those who call it.
  const timer = setInterval(() => void sample().catch(() => undefined), intervalMs);
  return {
    stop() {
      clearInterval(timer);
      return samples;
    },
  };
}

/** The least that the stage had in each minute, and the median of what else there was. */
export function memoryByMinute(samples: readonly MemorySample[]): readonly MemoryMinute[] {
  const byMinute = Map.groupBy(samples, ({ at }) => Math.floor(at / 60_000) + 1);
  return [...byMinute]
    .filter(([, found]) => found.length >= fewestSamples)
    .map(([minute, found]) => ({
      minute,
      stageMb: Math.min(...found.map(({ stageMb }) => stageMb)),
      childrenMb: median(found.map(({ childrenMb }) => childrenMb)),
      environments: median(found.map(({ environments }) => environments)),
    }));
}

/** How much the memory may grow after the first minute. */
const mostGrowth = 0.1;

/** @returns what is wrong with the memory, or nothing. A run of under two minutes shows nothing. */
export function memoryFaults(minutes: readonly MemoryMinute[]): readonly string[] {
  const [base, ...later] = minutes.filter(({ minute }) => minute > 1);
  if (!base) return [];
  return later
    .filter(({ stageMb }) => stageMb > base.stageMb * (1 + mostGrowth))
    .map(
      ({ minute, stageMb }) =>
        `memory grew from ${base.stageMb.toFixed(0)} MB in minute ${base.minute} to ${stageMb.toFixed(0)} MB in minute ${minute}. ` +
        `Expected: at most ${mostGrowth * 100} % more`,
    );
}
