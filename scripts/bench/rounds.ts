import { type ApiKind, apiKinds, type Contestant, type StartedContestant } from './contestant.ts';
import { type LoadResult, load } from './load.ts';
import { meterUsage, type UsageMeter } from './usage.ts';

/** What one contestant showed in one round. */
export interface Round {
  readonly bootMs: number;
  readonly peakMb: number;
  readonly apis: Readonly<Record<ApiKind, ApiRound>>;
}

export interface ApiRound {
  /** The first requests after boot, 32 at once. */
  readonly firstBurst: LoadResult;
  readonly one: LoadResult;
  readonly many: LoadResult;
  /** Processor time of the contestant for one of the many requests, in microseconds. */
  readonly cpuMicroseconds: number;
}

export interface RoundOptions {
  readonly seconds: number;
}

const manyConnections = 32;
const burstRequests = 320;

/** Starts a contestant, measures it and ends it. */
export async function playRound(contestant: Contestant, options: RoundOptions): Promise<Round> {
  const startedAt = performance.now();
  const started = await contestant.start();
  const meter = meterUsage(started.pid);
  try {
    await started.answers;
    const bootMs = performance.now() - startedAt;
    const apis = await measureApis(started, meter, options);
    return { bootMs, apis, peakMb: meter.peakMb() };
  } finally {
    meter.stop();
    await started.stop();
  }
}

async function measureApis(
  started: StartedContestant,
  meter: UsageMeter,
  { seconds }: RoundOptions,
): Promise<Record<ApiKind, ApiRound>> {
  const requests = await started.requests();
  const measured: [ApiKind, ApiRound][] = [];
  for (const kind of apiKinds) {
    const request = requests[kind];
    const firstBurst = await load(request, manyConnections, { requests: burstRequests });
    const one = await load(request, 1, { seconds });
    const before = meter.cpuMs();
    const many = await load(request, manyConnections, { seconds });
    const cpuMicroseconds = ((meter.cpuMs() - before) * 1000) / many.requests;
    measured.push([kind, { firstBurst, one, many, cpuMicroseconds }]);
  }
  return Object.fromEntries(measured) as Record<ApiKind, ApiRound>;
}
