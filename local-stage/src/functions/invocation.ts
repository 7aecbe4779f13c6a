import type { Clock } from '../clock.ts';
import type { Fault } from '../faults.ts';
import type { FunctionConfiguration } from './configuration.ts';
import { invokeAndCrash } from './crash.ts';
import type { ExecutionEnvironment, Outcome } from './execution-environment.ts';
import { type FailedOutcome, type Failure, failureOf } from './failed-outcome.ts';
import type { InvocationAnswer } from './invoker.ts';
import { endLine, initReportLine, reportLine, startLine } from './report-lines.ts';

/** One synchronous invocation. */
export interface Invocation {
  readonly requestId: string;
  /** The event as JSON text. */
  readonly event: string;
  readonly traceId: string;
  /** What goes wrong with it once it has an environment. */
  readonly fault?: Fault | undefined;
}

/** Runs invocations of one function in environments that are given, and writes what Lambda logs around them. */
export interface InvocationRunner {
  /** @param startedAt of `performance.now()` from which the timeout counts. @default now */
  run(environment: ExecutionEnvironment, invocation: Invocation, startedAt?: number): Promise<InvocationAnswer>;
  /**
   * Lambda repeats an Init phase that failed within the invocation, under the function's own timeout,
   * and fails the invocation if it fails again.
   */
  runFromInit(environment: ExecutionEnvironment, invocation: Invocation): Promise<InvocationAnswer>;
  /** Logs an Init phase that failed. */
  reportFailedInit(environment: ExecutionEnvironment, outcome: FailedOutcome, startedAt: number): void;
}

/** What Lambda takes as the answer of a synchronous invocation: 6 MB and the envelope; the error names it. */
const maximumResponseBytes = 6_291_556;

export function createInvocationRunner(configuration: FunctionConfiguration, clock: Clock): InvocationRunner {
  const { timeoutSeconds, memorySizeMb } = configuration;
  const timeoutMs = timeoutSeconds * 1000;
  const failure = (outcome: FailedOutcome, requestId: string) =>
    failureOf(outcome, requestId, timeoutSeconds, new Date(clock.now()));

  const invoke = (environment: ExecutionEnvironment, invocation: Invocation, leftMs: number) => {
    const message = { ...invocation, deadlineMs: clock.now() + leftMs };
    const { fault } = invocation;
    return fault?.kind === 'crash'
      ? invokeAndCrash(environment, message, leftMs, { fault, clock })
      : environment.invoke(message, leftMs);
  };

  const conclude = (environment: ExecutionEnvironment, requestId: string, outcome: Outcome, startedAt: number) => {
    const durationMs = performance.now() - startedAt;
    const { payload, failed, failure: ended } = answerOf(outcome, (other) => failure(other, requestId));
    const usedMemoryBytes = outcome.kind === 'answer' ? outcome.usedMemoryBytes : undefined;
    const initDurationMs = environment.takeInitDurationMs();
    const report = { requestId, durationMs, memorySizeMb, usedMemoryBytes, initDurationMs, failure: ended };
    if (ended?.logLine) environment.log(ended.logLine);
    environment.log(endLine(requestId));
    environment.log(reportLine(report));
    const functionError = failed ? ('Unhandled' as const) : undefined;
    return { kind: 'answer' as const, requestId, payload, functionError, durationMs };
  };

  const runner: InvocationRunner = {
    async run(environment, invocation, startedAt = performance.now()) {
      environment.log(startLine(invocation.requestId));
      // What begins while the clock is moved has its time from the end of the move.
      await Promise.resolve();
      const leftMs = Math.max(timeoutMs - (performance.now() - startedAt), 0);
      const outcome = await invoke(environment, invocation, leftMs);
      return conclude(environment, invocation.requestId, outcome, startedAt);
    },
    async runFromInit(environment, invocation) {
      const startedAt = performance.now();
      const outcome = await environment.initialize(timeoutMs);
      if (outcome.kind === 'initialized') {
        environment.takeInitDurationMs();
        return runner.run(environment, invocation, startedAt);
      }
      void environment.stop();
      environment.log(startLine(invocation.requestId));
      return conclude(environment, invocation.requestId, outcome, startedAt);
    },
    reportFailedInit(environment, outcome, startedAt) {
      environment.log(initReportLine(performance.now() - startedAt, failure(outcome, '')));
    },
  };
  return runner;
}

function answerOf(
  outcome: Outcome,
  failure: (outcome: FailedOutcome) => Failure,
): { readonly payload: string; readonly failed: boolean; readonly failure: Failure | undefined } {
  switch (outcome.kind) {
    case 'answer':
      return isTooLarge(outcome.payload)
        ? { payload: tooLargePayload, failed: true, failure: undefined }
        : { payload: outcome.payload, failed: outcome.failed, failure: undefined };
    case 'initialized':
      throw new Error('an execution environment answered an invocation with the end of its Init phase');
    default: {
      const ended = failure(outcome);
      return { payload: ended.payload, failed: true, failure: ended };
    }
  }
}

/** A character is at most three bytes of UTF-8: most answers need no count. */
const isTooLarge = (payload: string): boolean =>
  payload.length * 3 > maximumResponseBytes && Buffer.byteLength(payload) > maximumResponseBytes;

const tooLargePayload = JSON.stringify({
  errorMessage: `Response payload size exceeded maximum allowed payload size (${maximumResponseBytes} bytes).`,
  errorType: 'Function.ResponseSizeTooLarge',
});
