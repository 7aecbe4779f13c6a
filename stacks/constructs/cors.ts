/**
 * What both APIs tell browsers. The handlers' own answers name the same headers.
 */

/** Request headers that pages may send beside those that every page may. */
export const allowedHeaders = ['authorization', 'content-type', 'idempotency-key', 'if-match', 'x-api-key'];

/** Answer headers that pages may read beside those that every page may. */
export const exposedHeaders = ['Location', 'Retry-After', 'ETag', 'x-amzn-RequestId'];

/** Seconds that a browser keeps a preflight's answer. */
export const preflightMaxAgeSeconds = 600;
