import type { Outcome } from './execution-environment.ts';
import { unsettledPromiseExitCode } from './runtime/messages.ts';

/** An Init phase or an invocation that ended without the handler's answer. */
export type FailedOutcome = Exclude<Outcome, { kind: 'answer' | 'initialized' }>;

/** What the caller and the log get when an invocation ends without an answer of the handler. */
export interface Failure {
  readonly errorType: string;
  /** The error document as JSON text. */
  readonly payload: string;
  /** Line before the END line; absent where the runtime has logged the error. */
  readonly logLine: string | undefined;
  /** `timeout` or `error` in the REPORT line. */
  readonly status: 'timeout' | 'error';
}

/** @param at the line's time. */
export function failureOf(outcome: FailedOutcome, requestId: string, timeoutSeconds: number, at: Date): Failure {
  switch (outcome.kind) {
    case 'initError':
      return { errorType: outcome.errorType, payload: outcome.payload, logLine: undefined, status: 'error' };
    case 'timeout': {
      const text = `Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
      return {
        ...sandboxFailure('Sandbox.Timedout', requestId, text),
        logLine: `${at.toISOString()} ${requestId} ${text}\n`,
        status: 'timeout',
      };
    }
    case 'outOfMemory':
      return sandboxFailure('Runtime.OutOfMemory', requestId, 'Runtime exited with error: signal: killed');
    case 'exit':
      return outcome.code === unsettledPromiseExitCode
        ? sandboxFailure('Runtime.NodeJsExit', requestId, unsettledPromiseText)
        : sandboxFailure('Runtime.ExitError', requestId, exitText(outcome.code));
  }
}

const unsettledPromiseText =
  'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise ' +
  'that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes';

const exitText = (code: number): string =>
  code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: exit status ${code}`;

function sandboxFailure(errorType: string, requestId: string, text: string): Failure {
  const errorMessage = `RequestId: ${requestId} Error: ${text}`;
  return {
    errorType,
    payload: JSON.stringify({ errorType, errorMessage }),
    logLine: `${errorMessage}\n${errorType}`,
    status: 'error',
  };
}
