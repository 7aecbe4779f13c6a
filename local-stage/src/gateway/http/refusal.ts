import type { GatewayResponse } from '../gateway.ts';

type Header = readonly [name: string, value: string];

interface RefusalRow {
  readonly status: number;
  readonly message: string;
  /** Transcripts of AWS's 401, 403 and 503 have no content type. */
  readonly hasContentType: boolean;
  /** `$context.error.responseType`. */
  readonly responseType: string;
}

const rows = {
  'bad-request': row(400, 'Bad Request', true, 'BAD_REQUEST_PARAMETERS'),
  unauthorized: row(401, 'Unauthorized', false, 'UNAUTHORIZED'),
  forbidden: row(403, 'Forbidden', false, 'ACCESS_DENIED'),
  'not-found': row(404, 'Not Found', true, 'RESOURCE_NOT_FOUND'),
  'too-large': row(413, 'Request Entity Too Large', true, 'REQUEST_TOO_LARGE'),
  throttled: row(429, 'Too Many Requests', true, 'THROTTLED'),
  'authorizer-failure': row(500, 'Internal Server Error', true, 'AUTHORIZER_FAILURE'),
  'integration-failure': row(500, 'Internal Server Error', true, 'INTEGRATION_FAILURE'),
  defect: row(500, 'Internal Server Error', true, 'DEFAULT_5XX'),
  unavailable: row(503, 'Service Unavailable', false, 'INTEGRATION_TIMEOUT'),
} satisfies Record<string, RefusalRow>;

export type RefusalKind = keyof typeof rows;

export interface RefusalDetails {
  readonly headers?: readonly Header[];
  /** `$context.authorizer.error`; @default the explanation of an authorizer's failure */
  readonly authorizerError?: string;
  /** `$context.integrationErrorMessage`. */
  readonly integrationError?: string;
}

/** An answer that the gateway gives itself instead of the integration's. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly kind: RefusalKind;
  readonly details: RefusalDetails;

  /** @param explanation one line for whoever runs the stage; the caller never sees it. */
  constructor(kind: RefusalKind, explanation: string, details: RefusalDetails = {}) {
    super(explanation);
    this.kind = kind;
    this.details = details;
  }

  /** The message that the caller sees. */
  get callerMessage(): string {
    return rows[this.kind].message;
  }

  get responseType(): string {
    return rows[this.kind].responseType;
  }

  toResponse(): GatewayResponse {
    const { status, message, hasContentType } = rows[this.kind];
    const contentType: readonly Header[] = hasContentType ? [['Content-Type', 'application/json']] : [];
    return {
      status,
      headers: [...contentType, ...(this.details.headers ?? [])],
      body: Buffer.from(`{"message":"${message}"}`),
    };
  }
}

function row(status: number, message: string, hasContentType: boolean, responseType: string): RefusalRow {
  return { status, message, hasContentType, responseType };
}
