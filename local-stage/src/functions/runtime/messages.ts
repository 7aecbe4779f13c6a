import type { Fault } from '../../faults.ts';
import type { SharedTime } from '../../shared-time.ts';

/** What an execution environment's thread is started with. */
export interface EnvironmentData {
  /** Absolute path of the handler's module. */
  readonly modulePath: string;
  /** `index.handler` */
  readonly handler: string;
  /** Absolute path of the file that keeps what V8 compiled of the module. */
  readonly codeFile: string;
  readonly functionArn: string;
  /** The stage's time, which the handler's `Date` tells. */
  readonly sharedTime: SharedTime;
}

/** One invocation, to the thread. */
export interface InvocationMessage {
  readonly requestId: string;
  /** The event as JSON text. */
  readonly event: string;
  /** Stage's time at which the function times out, in milliseconds since the epoch. */
  readonly deadlineMs: number;
  readonly traceId: string;
  /** What goes wrong with it; the thread itself makes an error and a drop, the others happen around it. */
  readonly fault?: Fault | undefined;
}

/** To a thread that waits for an invocation. */
export const giveBackMemory = 'give back memory';

/** From the thread. */
export type RuntimeMessage =
  | { readonly kind: 'initialized' }
  /** The handler's module failed to load, or holds no handler; `payload` is the error document. */
  | { readonly kind: 'initError'; readonly payload: string; readonly errorType: string }
  /** What the handler returned, or where it threw the error document, as JSON text. */
  | {
      readonly kind: 'answer';
      readonly payload: string;
      readonly failed: boolean;
      readonly usedMemoryBytes: number;
    }
  /** One event for the log group. */
  | { readonly kind: 'log'; readonly line: string };

/**
 * Exit code of a thread that had nothing left to do while a promise was awaited: Node's own code for
 * an unsettled top-level await (Node.js documentation, "Exit codes").
 */
export const unsettledPromiseExitCode = 13;
