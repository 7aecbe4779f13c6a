import type { Fault } from '../faults.ts';

/** What reached the stage from outside, or began in it by itself, and all that it led to. */
export type RequestTrace = ApiRequestTrace | InvocationTrace | ServiceCallTrace;

/** A request to an API. */
export interface ApiRequestTrace {
  readonly kind: 'apiRequest';
  /** Stage's time. */
  readonly startedAt: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Name of the API. Like all that follows absent until the request is answered. */
  readonly api?: string;
  readonly requestId?: string;
  readonly status?: number;
  readonly durationMs?: number;
  /** Why the gateway itself refused, with the Terraform address to look at. */
  readonly explanation?: string;
  /** Of authorizers and of the integration, in the order in which they began. */
  readonly invocations: readonly InvocationTrace[];
}

/** An invocation of a function; one that no request to an API made is an event source mapping's. */
export interface InvocationTrace {
  readonly kind: 'invocation';
  /** Stage's time. */
  readonly startedAt: string;
  readonly functionName: string;
  readonly requestId: string;
  /** `interrupted`: the stage stopped first. */
  readonly outcome: 'running' | 'succeeded' | 'failed' | 'throttled' | 'interrupted';
  /** Of the host's time; absent while it runs. */
  readonly durationMs?: number;
  /** Of one that failed: the error document's members. Of one that was throttled: which limit did. */
  readonly error?: { readonly code: string; readonly message: string };
  readonly fault?: TracedFault;
  /** Calls of the AWS SDK, in the order in which they ended. */
  readonly calls: readonly ServiceCallTrace[];
  /** Calls beyond those that are kept. @default 0 */
  readonly furtherCalls?: number;
}

/** A call to an AWS service. */
export interface ServiceCallTrace {
  readonly kind: 'serviceCall';
  /** Stage's time. */
  readonly startedAt: string;
  /** `sqs`; absent where no service could be found. */
  readonly service?: string;
  /** `SendMessage` */
  readonly operation?: string;
  readonly method: string;
  readonly path: string;
  /** ARN of who signed it. */
  readonly caller?: string;
  /** Absent where the connection was closed without an answer. */
  readonly status?: number;
  /** Of the host's time. */
  readonly durationMs: number;
  readonly error?: { readonly code: string; readonly message: string };
  readonly fault?: TracedFault;
}

/** The fault that a call or an invocation met. */
export interface TracedFault {
  /** Id of the rule. */
  readonly id: string;
  readonly kind: Fault['kind'];
}
