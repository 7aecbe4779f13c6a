import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { FaultSource, MetFault } from '../faults.ts';
import { randomText } from '../random-text.ts';
import type { ConcurrencyLimits } from './concurrency-limits.ts';
import type { FunctionConfiguration } from './configuration.ts';
import type { EnvironmentCounts, FunctionPool } from './function-pool.ts';
import type { InvocationOptions, InvocationResult } from './invoker.ts';

/** One function of the stage, ready to be invoked. */
export interface DeployedFunction {
  readonly configuration: FunctionConfiguration;
  invoke(event: string, options: InvocationOptions): Promise<InvocationResult>;
  statistics(): FunctionStatistics;
  close(): Promise<void>;
}

/** What a function has done since the stage started, in the terms of Lambda's metrics. */
export interface FunctionStatistics extends EnvironmentCounts {
  readonly name: string;
  /** Invocations that have begun and not ended, those that wait for an environment among them. */
  readonly running: number;
  /** Without those that were throttled. */
  readonly invocations: number;
  /** Invocations that failed. */
  readonly errors: number;
  readonly throttles: number;
}

/** An invocation that begins. */
export interface BegunInvocation {
  readonly functionName: string;
  readonly requestId: string;
  /** The function's own trace header, which the AWS SDK sends with each call of the handler. */
  readonly traceHeader: string;
  readonly met: MetFault | undefined;
}

/**
 * Is told of each invocation, within the call that makes it.
 *
 * @returns who is told of its end; without a result where the stage stopped before there was one.
 */
export type InvocationObserver = (begun: BegunInvocation) => (result: InvocationResult | undefined) => void;

export interface DeployedFunctionDependencies {
  readonly pool: FunctionPool;
  readonly limits: ConcurrencyLimits;
  readonly clock: Clock;
  readonly faults: FaultSource;
  readonly observe: InvocationObserver;
  /** Ends what a fault delays when the stage stops. */
  readonly closing: AbortSignal;
}

export function createDeployedFunction(
  configuration: FunctionConfiguration,
  dependencies: DeployedFunctionDependencies,
): DeployedFunction {
  const { pool, clock } = dependencies;
  const { name } = configuration;
  const counted = { running: 0, invocations: 0, errors: 0, throttles: 0 };
  return {
    configuration,
    async invoke(event, { traceId, requestId = randomUUID() }) {
      const traceHeader = functionTraceHeader(traceId, clock);
      const met = dependencies.faults({ service: 'lambda', operation: name, callers: [] });
      const ended = dependencies.observe({ functionName: name, requestId, traceHeader, met });
      let result: InvocationResult | undefined;
      counted.running += 1;
      try {
        const invocation = { requestId, event, traceId: traceHeader, fault: met?.fault };
        result = await admit(configuration, invocation, dependencies);
        return result;
      } finally {
        count(counted, result);
        ended(result);
      }
    },
    statistics: () => ({ name, ...pool.counts(), ...counted }),
    close: () => pool.close(),
  };
}

/** Takes the invocation a place among those that may run at once, then runs it. */
async function admit(
  configuration: FunctionConfiguration,
  invocation: Parameters<FunctionPool['invoke']>[0],
  { pool, limits, clock, closing }: DeployedFunctionDependencies,
): Promise<InvocationResult> {
  const { fault } = invocation;
  if (fault?.kind === 'throttle') return { kind: 'throttle', reason: limits.reasonOf(configuration) };
  const reason = limits.acquire(configuration);
  if (reason) return { kind: 'throttle', reason };
  try {
    if (fault?.kind === 'delay') await delay(fault.ms, clock, closing);
    return await pool.invoke(invocation);
  } finally {
    limits.release(configuration);
  }
}

function delay(ms: number, clock: Clock, closing: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      cancel();
      closing.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.after(ms, end);
    closing.addEventListener('abort', end);
  });
}

function count(
  counted: { running: number; invocations: number; errors: number; throttles: number },
  result: InvocationResult | undefined,
): void {
  counted.running -= 1;
  if (result?.kind === 'throttle') counted.throttles += 1;
  else counted.invocations += 1;
  if (result?.kind === 'answer' && result.functionError) counted.errors += 1;
}

/**
 * The header that the function sees: the caller's trace, and the Lambda service's own segment as the
 * parent of what the function does (X-Ray developer guide, "Tracing header").
 */
function functionTraceHeader(incoming: string | undefined, clock: Clock): string {
  const fields = (incoming ?? '').split(';').map((field) => field.trim());
  const field = (name: string) => fields.find((candidate) => candidate.startsWith(`${name}=`));
  const root = field('Root') ?? newRoot(clock);
  const sampled = field('Sampled') ?? 'Sampled=0';
  return `${root};Parent=${randomText(8, 'hex')};${sampled}`;
}

function newRoot(clock: Clock): string {
  const seconds = Math.floor(clock.now() / 1000).toString(16);
  return `Root=1-${seconds.padStart(8, '0')}-${randomText(12, 'hex')}`;
}
