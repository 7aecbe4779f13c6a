import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { SignedRequest } from '../../../src/services/iam/signature-verifier.ts';

type Bytes = string | ArrayBuffer | ArrayBufferView;

const bytesOf = (data: Bytes): Buffer => {
  if (typeof data === 'string') return Buffer.from(data);
  return data instanceof ArrayBuffer ? Buffer.from(data) : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
};

/** The hash that the signer asks for, from Node's own. */
class Sha256 {
  private readonly state: Hash | Hmac;
  constructor(secret?: Bytes) {
    this.state = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }
  update(data: Bytes): void {
    this.state.update(bytesOf(data));
  }
  reset(): void {}
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.state.digest());
  }
}

export interface Unsigned {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Readonly<Record<string, string | string[]>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Signing {
  readonly key: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
  readonly service: string;
  readonly region?: string;
  /** Milliseconds since the epoch. */
  readonly signedAt: number;
  /** Presigns for so many seconds. @default signs in the header */
  readonly expiresSeconds?: number;
  /** Headers to leave out of the signature, in lower case. @default none */
  readonly leaveUnsigned?: readonly string[];
}

/** Signs with AWS's own signer and gives the request as it would arrive. */
export async function sign(request: Unsigned, signing: Signing): Promise<SignedRequest> {
  const body = request.body ?? '';
  const signer = new SignatureV4({
    credentials: signing.key,
    region: signing.region ?? 'eu-central-1',
    service: signing.service,
    sha256: Sha256,
    uriEscapePath: signing.service !== 's3',
  });
  const message = {
    method: request.method ?? 'POST',
    protocol: 'http:',
    hostname: '127.0.0.1',
    path: request.path ?? '/',
    query: { ...request.query },
    headers: { host: '127.0.0.1:4002', ...request.headers },
    body,
  };
  const options = {
    signingDate: new Date(signing.signedAt),
    unsignableHeaders: new Set(signing.leaveUnsigned),
  };
  const signed =
    signing.expiresSeconds === undefined
      ? await signer.sign(message, options)
      : await signer.presign(message, { ...options, expiresIn: signing.expiresSeconds });
  return {
    method: signed.method,
    path: signed.path,
    rawQuery: queryText(signed.query ?? {}),
    headers: Object.fromEntries(Object.entries(signed.headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: Buffer.from(body),
  };
}

const queryText = (query: Readonly<Record<string, string | string[] | null>>): string =>
  Object.entries(query)
    .flatMap(([name, values]) => [values ?? ''].flat().map((value) => `${encode(name)}=${encode(value)}`))
    .join('&');

/** Encodes as the SDK's clients do. */
export const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
