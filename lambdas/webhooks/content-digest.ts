import { createHash, timingSafeEqual } from 'node:crypto';
import type { OperationRequest } from '../shared/operation.ts';
import { Problem } from '../shared/problem.ts';

/** `Content-Digest` of a body (RFC 9530). */
export const contentDigest = (body: Uint8Array): string =>
  `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;

/**
 * Refuses a body that is not the one that was signed: the authorizer has checked that the header was.
 *
 * @throws {Problem} INVALID_SIGNATURE
 */
export function requireContentDigest({ headers, body }: Pick<OperationRequest, 'headers' | 'body'>): void {
  const expected = Buffer.from(contentDigest(body));
  const found = Buffer.from(headers['content-digest'] ?? '');
  if (found.length !== expected.length || !timingSafeEqual(found, expected)) {
    throw new Problem('INVALID_SIGNATURE', { detail: 'Expected: Content-Digest of the body, as sha-256' });
  }
}
