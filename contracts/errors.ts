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
  INVALID_REFRESH_TOKEN: { status: 401, title: 'The refresh token is invalid, expired or revoked', retryable: false },
  INVALID_SIGNATURE: { status: 401, title: 'The signature does not cover this request', retryable: false },
  FORBIDDEN: { status: 403, title: 'Not allowed', retryable: false },
  NOT_FOUND: { status: 404, title: 'Not found', retryable: false },
  IDEMPOTENCY_IN_PROGRESS: { status: 409, title: 'The same request is still in progress', retryable: true },
  ALREADY_MEMBER: { status: 409, title: 'The user is a member already', retryable: false },
  LAST_OWNER: { status: 409, title: 'A project needs an owner', retryable: false },
  LIMIT_REACHED: { status: 409, title: 'There are as many as there may be', retryable: false },
  REDRIVE_IN_PROGRESS: { status: 409, title: 'A redrive is still in progress', retryable: true },
  PRECONDITION_FAILED: { status: 412, title: 'The version is not the current one', retryable: false },
  IDEMPOTENCY_MISMATCH: { status: 422, title: 'The idempotency key was used with another request', retryable: false },
  VALIDATION_FAILED: { status: 422, title: 'The request breaks a rule', retryable: false },
  PRECONDITION_REQUIRED: { status: 428, title: 'If-Match is missing', retryable: false },
  TOO_MANY_REQUESTS: { status: 429, title: 'Too many requests', retryable: true },
  INTERNAL_ERROR: { status: 500, title: 'Internal error', retryable: true },
  SERVICE_UNAVAILABLE: { status: 503, title: 'A service that this depends on is unavailable', retryable: true },
} as const satisfies Record<string, ErrorDefinition>;

export type ErrorCode = keyof typeof errors;
