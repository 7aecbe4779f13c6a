import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/**
 * How partners sign webhooks. The signature covers when the request was made, where it goes and what
 * it says, the last through `Content-Digest` (RFC 9530), as authorizers see no body.
 */
export interface SignedParts {
  /** `Webhook-Timestamp`: seconds since the epoch. */
  readonly timestamp: string;
  readonly method: string;
  /** `/webhooks/acme` */
  readonly path: string;
  /** `Content-Digest`: `sha-256=:base64:` */
  readonly contentDigest: string;
}

/** Seconds by which a partner's clock may differ from ours, and for which a captured request can be sent again. */
const timestampToleranceSeconds = 5 * 60;

/**
 * The key that one partner signs with, derived from the secret (RFC 5869) so that no partner can sign
 * for another.
 */
export function webhookKey(secret: string, partnerId: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `gatehouse webhook ${partnerId}`, 32));
}

/** `Webhook-Signature`: `v1=` and the HMAC-SHA-256 in hexadecimal. */
export function signWebhook(key: Buffer, { timestamp, method, path, contentDigest }: SignedParts): string {
  const text = [timestamp, method, path, contentDigest].join('\n');
  return `v1=${createHmac('sha256', key).update(text).digest('hex')}`;
}

export type SignatureVerdict = 'valid' | 'malformed' | 'stale' | 'forged';

/** Compares in constant time, so that the answer's time tells nothing of the right signature. */
export function verifyWebhook(key: Buffer, parts: SignedParts, signature: string, now: Date): SignatureVerdict {
  if (!/^\d{10}$/.test(parts.timestamp) || !/^v1=[0-9a-f]{64}$/.test(signature)) return 'malformed';
  const differenceSeconds = Math.abs(now.getTime() / 1000 - Number(parts.timestamp));
  if (differenceSeconds > timestampToleranceSeconds) return 'stale';
  const expected = Buffer.from(signWebhook(key, parts));
  return timingSafeEqual(expected, Buffer.from(signature)) ? 'valid' : 'forged';
}
