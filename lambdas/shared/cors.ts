/** Headers that a page of another origin may read. */
const exposedHeaders = 'Location,Retry-After,ETag,x-amzn-RequestId';

/**
 * CORS headers of an answer. Names the caller's origin only if it is one of the allowed.
 *
 * @param origin value of the request's Origin header.
 */
export function corsHeaders(origin: string | undefined, allowed: readonly string[]): Record<string, string> {
  if (origin === undefined || !allowed.includes(origin)) return { Vary: 'Origin' };
  return {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers': exposedHeaders,
    Vary: 'Origin',
  };
}
