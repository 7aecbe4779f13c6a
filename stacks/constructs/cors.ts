/**
 * What both APIs tell browsers. The handlers' own answers name the same headers.
 */

/** Request headers that pages may send beside those that every page may. */
export const allowedHeaders = ['authorization', 'content-type', 'idempotency-key', 'if-match', 'x-api-key'];

/** Answer headers that pages may read beside those that every page may: the last is the request's id, as each kind names it. */
export const exposedHeaders = {
  rest: ['Location', 'Retry-After', 'ETag', 'x-amzn-RequestId'],
  http: ['Location', 'Retry-After', 'ETag', 'Apigw-Requestid'],
} as const;

/** Seconds that a browser keeps a preflight's answer. */
export const preflightMaxAgeSeconds = 600;
