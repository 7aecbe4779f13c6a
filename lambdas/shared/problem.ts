import { type ErrorCode, errors } from '../../contracts/errors.ts';
import type { Shape } from '../../contracts/operation-types.ts';

export interface ProblemDetails {
  /** What is wrong with this request in particular; it reaches the caller. */
  readonly detail?: string;
  /** What breaks the rules, each with where. */
  readonly errors?: readonly { readonly at: string; readonly detail: string }[];
  /** Seconds to wait before the next try, for `Retry-After`. */
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/** Thrown by handlers: becomes an RFC 9457 answer. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ErrorCode;
  readonly status: number;
  readonly details: ProblemDetails;

  constructor(code: ErrorCode, details: ProblemDetails = {}) {
    super(details.detail ?? errors[code].title, { cause: details.cause });
    this.code = code;
    this.status = errors[code].status;
    this.details = details;
  }
}

export const problemContentType = 'application/problem+json';

/** The document that tells a caller of the problem: nothing but what is meant for it. */
export function problemDocument({ code, details }: Problem, requestId: string): Shape<'Problem'> {
  const { status, title } = errors[code];
  return {
    type: `urn:gatehouse:error:${code.toLowerCase().replaceAll('_', '-')}`,
    title,
    status,
    code,
    requestId,
    ...(details.detail === undefined ? {} : { detail: details.detail }),
    ...(details.errors === undefined ? {} : { errors: [...details.errors] }),
  };
}

/** Errors of the AWS SDK that pass by themselves, beside those that are a service's own: the caller may try again. */
const passingErrors: ReadonlySet<string> = new Set([
  'LimitExceededException',
  'OverLimit',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'SlowDown',
  'ThrottlingException',
  'TimeoutError',
  'TooManyRequestsException',
  'TransactionConflictException',
  'TransactionInProgressException',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
]);

/**
 * The problem that an error stands for. What is no problem of the caller's, and does not pass by
 * itself, is an INTERNAL_ERROR without details.
 */
export function problemFrom(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Error && isPassing(error)) {
    return new Problem('SERVICE_UNAVAILABLE', { retryAfterSeconds: 1, cause: error });
  }
  return new Problem('INTERNAL_ERROR', { cause: error });
}

/** What the AWS SDK says of a call that failed, beside the error's name. */
interface ServiceError extends Error {
  readonly code?: unknown;
  readonly $fault?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

function isPassing({ name, code, $fault, $metadata }: ServiceError): boolean {
  const isServices = $fault === 'server' || ($metadata?.httpStatusCode ?? 0) >= 500;
  return isServices || passingErrors.has(name) || passingErrors.has(String(code));
}
