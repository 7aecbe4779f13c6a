import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock } from '../clock.ts';
import type { MetFault } from '../faults.ts';
import type { BegunInvocation, InvocationObserver } from '../functions/deployed-function.ts';
import type { InvocationResult } from '../functions/invoker.ts';
import type { Gateway, RequestRecord } from '../gateway/gateway.ts';
import type { EndpointRecord } from '../services/endpoint.ts';
import type { ApiRequestTrace, InvocationTrace, RequestTrace, ServiceCallTrace, TracedFault } from './request-trace.ts';

/** The latest requests of a stage, with what each led to. */
export interface Requests {
  /**
   * Newest first, those that are not answered yet among them.
   *
   * @param limit @default 100
   */
  list(limit?: number): readonly RequestTrace[];
}

/** What tells the requests' log. */
export interface RequestLog extends Requests {
  /** The same gateway, whose requests are logged. */
  logged(gateway: Gateway): Gateway;
  /** To be called within a logged gateway. */
  answered(record: RequestRecord): void;
  readonly observeInvocation: InvocationObserver;
  called(record: EndpointRecord): void;
}

type Draft<T> = { -readonly [K in keyof T]: T[K] };
type ApiRequestDraft = Omit<Draft<ApiRequestTrace>, 'invocations'> & { readonly invocations: InvocationTrace[] };
type InvocationDraft = Omit<Draft<InvocationTrace>, 'calls'> & { readonly calls: ServiceCallTrace[] };

const defaultLimit = 100;
/** Requests that are kept. */
const maximumRequests = 1000;
/** Invocations whose calls are still recognized, and calls that are kept of each. */
const maximumInvocations = 1000;
const maximumCalls = 500;

/**
 * Calls are the invocation's whose trace header they bear: each invocation has one of its own, which
 * the AWS SDK sends along.
 */
export function createRequestLog(clock: Clock): RequestLog {
  const traces: RequestTrace[] = [];
  const invocations = new Map<string, InvocationDraft>();
  const current = new AsyncLocalStorage<ApiRequestDraft>();
  const now = () => new Date(clock.now()).toISOString();

  const keep = (trace: RequestTrace) => {
    traces.push(trace);
    if (traces.length > maximumRequests) traces.shift();
  };
  const remember = (traceHeader: string, trace: InvocationDraft) => {
    invocations.set(traceHeader, trace);
    const [oldest] = invocations.keys();
    if (oldest !== undefined && invocations.size > maximumInvocations) invocations.delete(oldest);
  };
  return {
    list: (limit = defaultLimit) => structuredClone(limit === 0 ? [] : traces.slice(-limit).reverse()),
    logged: (gateway) => (request) => {
      const [path = ''] = request.target.split('?', 1);
      const trace: ApiRequestDraft = {
        kind: 'apiRequest',
        startedAt: now(),
        method: request.method,
        path,
        invocations: [],
      };
      keep(trace);
      return current.run(trace, () => gateway(request));
    },
    answered({ api, requestId, status, durationMs, explanation }) {
      const trace = current.getStore();
      if (!trace) return;
      const answered = { api, requestId, status, durationMs: rounded(durationMs) };
      Object.assign(trace, answered, explanation !== undefined && { explanation });
    },
    observeInvocation(begun) {
      const trace = invocationTrace(begun, now());
      const request = current.getStore();
      if (request) request.invocations.push(trace);
      else keep(trace);
      remember(begun.traceHeader, trace);
      const startedAt = performance.now();
      return (result) =>
        void Object.assign(trace, outcomeOf(result), { durationMs: rounded(performance.now() - startedAt) });
    },
    called(record) {
      const invocation = record.traceHeader === undefined ? undefined : invocations.get(record.traceHeader);
      if (!invocation) keep(callTrace(record));
      else if (invocation.calls.length < maximumCalls) invocation.calls.push(callTrace(record));
      else invocation.furtherCalls = (invocation.furtherCalls ?? 0) + 1;
    },
  };
}

function invocationTrace({ functionName, requestId, met }: BegunInvocation, startedAt: string): InvocationDraft {
  return { kind: 'invocation', startedAt, functionName, requestId, outcome: 'running', ...faultOf(met), calls: [] };
}

function outcomeOf(result: InvocationResult | undefined): Pick<InvocationTrace, 'outcome' | 'error'> {
  if (!result) return { outcome: 'interrupted' };
  if (result.kind === 'throttle') {
    return { outcome: 'throttled', error: { code: 'TooManyRequestsException', message: result.reason } };
  }
  if (!result.functionError) return { outcome: 'succeeded' };
  const { errorType, errorMessage } = JSON.parse(result.payload);
  return { outcome: 'failed', error: { code: String(errorType), message: String(errorMessage) } };
}

function callTrace(record: EndpointRecord): ServiceCallTrace {
  const { startedAt, service, operation, method, path, caller, status, durationMs, error, met } = record;
  return {
    kind: 'serviceCall',
    startedAt: new Date(startedAt).toISOString(),
    ...(service !== undefined && { service }),
    ...(operation !== undefined && { operation }),
    method,
    path,
    ...(caller && { caller: caller.arn }),
    ...(status !== undefined && { status }),
    durationMs: rounded(durationMs),
    ...(error && { error }),
    ...faultOf(met),
  };
}

const rounded = (durationMs: number): number => Math.round(durationMs * 10) / 10;

const faultOf = (met: MetFault | undefined): { readonly fault?: TracedFault } =>
  met ? { fault: { id: met.id, kind: met.fault.kind } } : {};
