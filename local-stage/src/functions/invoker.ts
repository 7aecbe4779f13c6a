/** Invokes functions, as the Lambda service's Invoke does with a synchronous invocation. */
export interface FunctionInvoker {
  /**
   * @param payload the event as JSON text.
   * @throws {FunctionNotFoundError} if no function has this ARN.
   * @throws {RequestTooLargeError} if the payload has more than 6 MB.
   */
  invoke(functionArn: string, payload: string, options?: InvocationOptions): Promise<InvocationResult>;
  /**
   * Whether the function's resource policy lets `principal` invoke it for `sourceArn`.
   *
   * @param principal a service principal, `apigateway.amazonaws.com`.
   */
  permits(functionArn: string, principal: string, sourceArn: string): boolean;
}

export interface InvocationOptions {
  /** X-Ray trace header: its trace reaches the function in `_X_AMZN_TRACE_ID`, under a parent of the invocation's own. */
  readonly traceId?: string;
  /** Id of the request, which another try of an asynchronous invocation keeps. @default a new one */
  readonly requestId?: string;
}

export type InvocationResult = InvocationAnswer | InvocationThrottle;

export interface InvocationAnswer {
  readonly kind: 'answer';
  readonly requestId: string;
  /** What the function returned, or the error document, as JSON text. */
  readonly payload: string;
  /** Present when the function failed; `payload` then holds errorType and errorMessage. */
  readonly functionError: 'Unhandled' | undefined;
  readonly durationMs: number;
}

/** The function's concurrency was exhausted: Lambda's 429 TooManyRequestsException. */
export interface InvocationThrottle {
  readonly kind: 'throttle';
  readonly reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' | 'ConcurrentInvocationLimitExceeded';
}

export class FunctionNotFoundError extends Error {
  override readonly name = 'FunctionNotFoundError';
  constructor(functionArn: string) {
    super(`Function not found: ${functionArn}`);
  }
}

/** The stage ends: nothing is invoked any more. */
export class FunctionsClosedError extends Error {
  override readonly name = 'FunctionsClosedError';
  constructor() {
    super('the functions were closed. Expected: no invocation after the stage was told to stop');
  }
}

/** The event is larger than Lambda takes: its 413 RequestEntityTooLargeException. */
export class RequestTooLargeError extends Error {
  override readonly name = 'RequestTooLargeError';
  constructor(bytes: number, limitBytes: number) {
    super(`${bytes} byte payload is too large for the RequestResponse invocation type (limit ${limitBytes} bytes)`);
  }
}
