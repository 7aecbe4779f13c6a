import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { randomText } from '../random-text.ts';

/** A request id as `x-amzn-requestid` shows it: a UUID, version 4. */
export function createRequestId(): string {
  return randomUUID();
}

/** An extended request id as `x-amz-apigw-id` and `apigw-requestid` show it: `Xk3mZHqJIAMEVsg=`. */
export function createExtendedRequestId(): string {
  return `${randomText(11, 'base64url')}=`;
}

/** `Root=1-8hex-24hex`, first or after other fields. */
const rootPattern = /(?:^|;)\s*Root=1-[0-9a-f]{8}-[0-9a-f]{24}(?:;|$)/i;

/**
 * The trace header that reaches an integration: the caller's own where it names a root, or else a new root.
 *
 * @param incoming the request's `X-Amzn-Trace-Id`.
 */
export function createTraceId(incoming: string | undefined, clock: Clock): string {
  if (incoming !== undefined && rootPattern.test(incoming)) return incoming;
  const seconds = Math.floor(clock.now() / 1000);
  return `Root=1-${seconds.toString(16).padStart(8, '0')}-${randomText(12, 'hex')}`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The time of a request as events and access logs show it, in UTC: `09/Apr/2015:12:34:56 +0000`. */
export function formatRequestTime(epochMs: number): string {
  const at = new Date(epochMs);
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${two(at.getUTCDate())}/${months[at.getUTCMonth()]}/${at.getUTCFullYear()}`;
  return `${date}:${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000`;
}
