import { setTimeout } from 'node:timers/promises';
import type { RawAnswer } from './requests.ts';

/**
 * The local stage's control API: which calls to the table a request made, and what goes wrong. A
 * deployed stage has none, and the suites here never run on one.
 */

/** Names the URL of the control API. */
const controlVariable = 'GATEHOUSE_CONTROL';

interface ServiceCall {
  readonly kind: 'serviceCall';
  /** Stage's time. */
  readonly startedAt: string;
  readonly service?: string;
  readonly operation?: string;
}

interface Invocation {
  readonly kind: 'invocation';
  readonly functionName: string;
  readonly calls: readonly ServiceCall[];
  readonly furtherCalls?: number;
}

interface ApiRequest {
  readonly kind: 'apiRequest';
  readonly requestId?: string;
  readonly invocations: readonly Invocation[];
}

type Trace = ServiceCall | Invocation | ApiRequest;

/** Traces that the stage keeps: more than a test's own requests. */
const mostTraces = 1000;

/** Names of calls to DynamoDB, sorted: calls at once end in any order. */
export type TableCalls = readonly string[];

/** @throws {Error} if the stage has no trace of the answer: it could not be said what it called. */
export async function tableCallsOf({ headers }: RawAnswer): Promise<TableCalls> {
  const requestId = headers.get('x-amzn-requestid') ?? headers.get('apigw-requestid');
  const found = (await traces()).find((trace) => trace.kind === 'apiRequest' && trace.requestId === requestId);
  if (found?.kind !== 'apiRequest') throw new Error(`The stage has no trace of the request ${requestId}`);
  return found.invocations.flatMap(callsOfInvocation).sort();
}

/** The calls that this process itself makes meanwhile. */
export async function tableCallsDuring(run: () => Promise<unknown>): Promise<TableCalls> {
  // Traces tell milliseconds: what was called before must not be of the same one.
  await setTimeout(2);
  const { now } = await ask<{ now: string }>('/clock');
  await run();
  const own = (await traces()).flatMap((trace) => (trace.kind === 'serviceCall' ? [trace] : []));
  return tableCallsAmong(own.filter(({ startedAt }) => startedAt >= now)).sort();
}

const traces = async (): Promise<readonly Trace[]> =>
  (await ask<{ requests: Trace[] }>(`/requests?limit=${mostTraces}`)).requests;

/** Which calls meet which fault: see the control API in local-stage/README.md. */
export interface FaultRule {
  /** `sqs:SendMessage`, `lambda:<function name>` */
  readonly target: string;
  /** Only calls of this function. */
  readonly caller?: string;
  readonly fault: {
    readonly kind: string;
    readonly code?: string;
    readonly status?: number;
    readonly afterMs?: number;
    readonly ms?: number;
  };
  /** The first calls, as many as this. @default all */
  readonly times?: number;
}

/** Runs with faults, and without any from then on. */
export async function withFaults<T>(rules: readonly FaultRule[], run: () => Promise<T>): Promise<T> {
  for (const rule of rules) await ask('/faults', 'POST', rule);
  try {
    return await run();
  } finally {
    await ask('/faults', 'DELETE');
  }
}

/** Moves the stage's clock forward. What is due then has begun when this returns, and may not have ended. */
export async function advanceClock(ms: number): Promise<void> {
  await ask('/clock/advance', 'POST', { ms });
}

/** The stage's time, which is ahead of the host's once it was moved. */
export async function stageTime(): Promise<Date> {
  return new Date((await ask<{ now: string }>('/clock')).now);
}

/** Longest that a call may take to come. */
const mostPatienceMs = 10_000;

/**
 * Waits until each of some rules has met a call.
 *
 * @throws {Error} naming the rules that wait in vain.
 */
export async function untilMet(rules: readonly FaultRule[]): Promise<void> {
  const until = performance.now() + mostPatienceMs;
  for (;;) {
    const { faults } = await ask<{ faults: readonly (FaultRule & { readonly hits: number })[] }>('/faults');
    const met = new Set(faults.filter(({ hits }) => hits > 0).map(ruleName));
    const unmet = rules.map(ruleName).filter((name) => !met.has(name));
    if (unmet.length === 0) return;
    if (performance.now() > until) throw new Error(`no call has met ${unmet.join(', ')}. Expected: one of each`);
    await setTimeout(20);
  }
}

const ruleName = ({ target, caller = '' }: FaultRule) => `${target} ${caller}`;

async function ask<T>(path: string, method = 'GET', document?: object): Promise<T> {
  const url = process.env[controlVariable];
  if (url === undefined) {
    throw new Error(`${controlVariable} is not set. Expected: the suites run by 'npm run integration'`);
  }
  const response = await fetch(`${url}${path}`, { method, ...(document && { body: JSON.stringify(document) }) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} of the control API answered ${response.status}: ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

function callsOfInvocation({ calls, furtherCalls = 0, functionName }: Invocation): string[] {
  if (furtherCalls > 0) throw new Error(`${functionName} made ${furtherCalls} calls more than the stage keeps`);
  return tableCallsAmong(calls);
}

const tableCallsAmong = (calls: readonly ServiceCall[]): string[] =>
  calls.flatMap(({ service, operation }) => (service === 'dynamodb' ? [operation ?? 'an unknown operation'] : []));
