import { createHash, hash, timingSafeEqual } from 'node:crypto';

/** An HMAC-SHA256 key that has hashed its pads once: an HMAC then costs two one-shot hashes, a sixth of `createHmac`. */
export interface HmacKey {
  /** The HMAC in lower-case hexadecimal. */
  sign(message: string): string;
}

/** SHA-256 block size in bytes. */
const blockSize = 64;

function hmac(pads: Pads, message: string): Buffer {
  const inner = hash('sha256', Buffer.concat([pads.inner, Buffer.from(message, 'utf8')]), 'buffer');
  return hash('sha256', Buffer.concat([pads.outer, inner]), 'buffer');
}

interface Pads {
  readonly inner: Buffer;
  readonly outer: Buffer;
}

function padsOf(secret: Buffer): Pads {
  const key = secret.length > blockSize ? createHash('sha256').update(secret).digest() : secret;
  const inner = Buffer.alloc(blockSize, 0x36);
  const outer = Buffer.alloc(blockSize, 0x5c);
  key.forEach((byte, index) => {
    inner[index] = byte ^ 0x36;
    outer[index] = byte ^ 0x5c;
  });
  return { inner, outer };
}

/** What a credential scope names. */
export interface CredentialScope {
  /** `20260131` */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

/** `20260131/eu-central-1/sqs/aws4_request` */
export const scopeText = ({ date, region, service }: CredentialScope): string =>
  `${date}/${region}/${service}/aws4_request`;

/**
 * Derives the key that signs for one day, region and service.
 *
 * Source: IAM User Guide, "Create a signed AWS API request".
 */
export function deriveSigningKey(secretAccessKey: string, scope: CredentialScope): HmacKey {
  let key: Buffer = Buffer.from(`AWS4${secretAccessKey}`, 'utf8');
  for (const part of [scope.date, scope.region, scope.service, 'aws4_request']) key = hmac(padsOf(key), part);
  const pads = padsOf(key);
  return { sign: (message) => hmac(pads, message).toString('hex') };
}

/** A source of signing keys that derives each only once. */
export type SigningKeys = (secretAccessKey: string, scope: CredentialScope) => HmacKey;

/** Keys to keep; a day of one stage needs one for each function and service. */
const mostKeys = 1000;

export function createSigningKeys(): SigningKeys {
  const keys = new Map<string, HmacKey>();
  return (secretAccessKey, scope) => {
    const name = `${secretAccessKey}/${scopeText(scope)}`;
    const known = keys.get(name);
    if (known) return known;
    if (keys.size >= mostKeys) keys.clear();
    const key = deriveSigningKey(secretAccessKey, scope);
    keys.set(name, key);
    return key;
  };
}

/** Compares in a time that does not tell where the texts differ. */
export function isSameSecret(given: string, expected: string): boolean {
  const left = Buffer.from(given, 'utf8');
  const right = Buffer.from(expected, 'utf8');
  return left.length === right.length && timingSafeEqual(left, right);
}
