/** What goes wrong with a call, in place of what would have happened. Times are of the stage's clock. */
export type Fault = ErrorFault | ThrottleFault | DelayFault | DropFault | CrashFault;

/** The call fails with this error, and nothing is done. */
export interface ErrorFault {
  readonly kind: 'error';
  /** The error's name in the service's API, `ConditionalCheckFailedException`; of a function, its `errorType`. */
  readonly code: string;
  readonly message: string;
  /** HTTP status of a service's answer; a function's error has none. */
  readonly status: number | undefined;
}

/** The call is refused in the service's own words for too many requests, and nothing is done. */
export interface ThrottleFault {
  readonly kind: 'throttle';
}

/** The call begins later. */
export interface DelayFault {
  readonly kind: 'delay';
  readonly ms: number;
}

/**
 * Nobody answers, and nothing is done: a service closes the connection, a function runs into its
 * timeout.
 */
export interface DropFault {
  readonly kind: 'drop';
}

/**
 * The work is done and its answer lost: a service answers 500, a function's execution environment
 * exits in place of answering.
 */
export interface CrashFault {
  readonly kind: 'crash';
  /** A function's environment exits this long after its invocation began, if the handler is not done before. */
  readonly afterMs: number | undefined;
}

/** A call that a fault may meet. */
export interface FaultableCall {
  /** `sqs`; `lambda` for an invocation. */
  readonly service: string;
  /** `SendMessage`; of an invocation the function's name. */
  readonly operation: string;
  /** Names that the caller is known by: its role's and its session's, which of a function is the function's own. */
  readonly callers: readonly string[];
}

/** A fault that meets a call, and who put it there. */
export interface MetFault {
  /** Id of the rule. */
  readonly id: string;
  readonly fault: Fault;
}

/** Says which fault meets a call, and counts it; to be asked once for each call. */
export type FaultSource = (call: FaultableCall) => MetFault | undefined;
