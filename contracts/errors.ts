/**
 * The closed list of error codes that the handlers answer with, as RFC 9457 problem documents.
 * The gateway's own errors (401, 403, 413, 429 before a handler runs) are not problems of ours.
 */
export interface ErrorDefinition {
  /** HTTP status of the answer. */
  readonly status: number;
  /** RFC 9457 `title`: the same for every occurrence of the code. */
  readonly title: string;
  /** Whether the same request may succeed later without a change by the caller. */
  readonly retryable: boolean;
}

export const errors = {
  INVALID_JSON: { status: 400, title: 'The body is not JSON', retryable: false },
  INVALID_PARAMETER: { status: 400, title: 'A parameter is invalid', retryable: false },
  INVALID_CURSOR: { status: 400, title: 'The cursor is invalid for this query', retryable: false },
  INVALID_CREDENTIALS: { status: 401, title: 'Incorrect email or password', retryable: false },
  NOT_FOUND: { status: 404, title: 'Not found', retryable: false },
  IDEMPOTENCY_IN_PROGRESS: { status: 409, title: 'The same request is still in progress', retryable: true },
  IDEMPOTENCY_MISMATCH: { status: 422, title: 'The idempotency key was used with another request', retryable: false },
  VALIDATION_FAILED: { status: 422, title: 'The request breaks a rule', retryable: false },
  TOO_MANY_REQUESTS: { status: 429, title: 'Too many requests', retryable: true },
  INTERNAL_ERROR: { status: 500, title: 'Internal error', retryable: true },
  SERVICE_UNAVAILABLE: { status: 503, title: 'A service that this depends on is unavailable', retryable: true },
} as const satisfies Record<string, ErrorDefinition>;

export type ErrorCode = keyof typeof errors;
