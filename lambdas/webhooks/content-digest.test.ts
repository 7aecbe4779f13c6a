import { expect, test } from 'vitest';
import type { OperationRequest } from '../shared/operation.ts';
import { contentDigest, requireContentDigest } from './content-digest.ts';

/** The example of RFC 9530, appendix B.1. */
const body = Buffer.from('{"hello": "world"}\n');
const digest = 'sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:';

const request = (headers: OperationRequest['headers']) => ({ headers, body });

test('is that of RFC 9530', () => {
  expect(contentDigest(body)).toBe(digest);
  expect(() => requireContentDigest(request({ 'content-digest': digest }))).not.toThrow();
});

test.each([undefined, '', 'sha-256=', contentDigest(Buffer.from('{}')), `${digest} `, digest.replace('256', '512')])(
  '%j does not cover the body',
  (value) => {
    expect(() => requireContentDigest(request({ 'content-digest': value }))).toThrow(
      expect.objectContaining({ code: 'INVALID_SIGNATURE' }),
    );
  },
);
