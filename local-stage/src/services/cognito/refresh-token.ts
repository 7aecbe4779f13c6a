import { randomBytes } from 'node:crypto';

/** Cognito encrypts its refresh tokens for itself alone (Cognito Developer Guide, "Refresh tokens"). */
const header = Buffer.from(JSON.stringify({ cty: 'JWT', enc: 'A256GCM', alg: 'RSA-OAEP' })).toString('base64url');

/** Bytes of a JWE's encrypted key (RSA of 2048 bits), initialization vector, ciphertext and authentication tag. */
const partBytes = [256, 12, 512, 16];

/**
 * A refresh token in the form of Cognito's, a compact JWE. Its parts are random: it is looked up, never decrypted.
 */
export function newRefreshToken(): string {
  return [header, ...partBytes.map((bytes) => randomBytes(bytes).toString('base64url'))].join('.');
}
