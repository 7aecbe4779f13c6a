import { hash } from 'node:crypto';
import { AwsError } from '../service.ts';
import { type HmacKey, isSameSecret } from './signing-key.ts';

/** A body taken out of the `aws-chunked` encoding. */
export interface DecodedChunks {
  readonly body: Buffer;
  /** Trailing headers, by name in lower case; without the trailer's signature. */
  readonly trailers: Readonly<Record<string, string>>;
}

/** What verifies the chunks' signatures: each is made over the one before it, the first over the request's. */
export interface ChunkSigning {
  readonly key: HmacKey;
  /** `20260131T235959Z` */
  readonly timestamp: string;
  /** `20260131/eu-central-1/s3/aws4_request` */
  readonly scope: string;
  /** The request's signature. */
  readonly seed: string;
}

export interface AwsChunkedOptions {
  /** @default chunks are not signed */
  readonly signing?: ChunkSigning;
  /** `X-Amz-Decoded-Content-Length`: the body's length in bytes. */
  readonly decodedLength: number | undefined;
  /** Names of the trailing headers that `X-Amz-Trailer` announced, in lower case. */
  readonly trailerNames: readonly string[];
}

const emptyHash = hash('sha256', '', 'hex');

/**
 * Decodes a body sent in signed or unsigned chunks.
 *
 * Source: Amazon S3 API Reference, "Signature Calculations for the Authorization Header: Transferring
 * Payload in Multiple Chunks" and "... Including Trailing Headers".
 *
 * @throws {AwsError} IncompleteBody, MalformedTrailerError or SignatureDoesNotMatch.
 */
export function decodeAwsChunked(encoded: Buffer, options: AwsChunkedOptions): DecodedChunks {
  const reader = createReader(encoded);
  const chain = options.signing && createChain(options.signing);
  const chunks: Buffer[] = [];
  for (;;) {
    const { size, signature } = parseChunkHeader(reader.line());
    const data = reader.take(size);
    chain?.verifyChunk(data, signature);
    if (size === 0) break;
    if (reader.line() !== '') throw incompleteBody('a chunk is longer than its header says');
    chunks.push(data);
  }
  const trailers = readTrailers(reader, options.trailerNames, chain);
  const body = Buffer.concat(chunks);
  if (options.decodedLength !== undefined && body.length !== options.decodedLength) {
    throw incompleteBody(
      `x-amz-decoded-content-length says ${options.decodedLength} bytes, the chunks hold ${body.length}`,
    );
  }
  return { body, trailers };
}

interface Reader {
  /** The next line without its end; empty past the end of the bytes. */
  line(): string;
  take(size: number): Buffer;
}

function createReader(bytes: Buffer): Reader {
  let position = 0;
  return {
    line() {
      const end = bytes.indexOf(0x0a, position);
      const line = bytes.toString('latin1', position, end < 0 ? bytes.length : end);
      position = end < 0 ? bytes.length : end + 1;
      return line.replace(/\r$/, '');
    },
    take(size) {
      if (position + size > bytes.length) throw incompleteBody('the last chunk is cut off');
      position += size;
      return bytes.subarray(position - size, position);
    },
  };
}

function parseChunkHeader(line: string): { size: number; signature: string | undefined } {
  const match = /^([0-9a-fA-F]{1,8})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line);
  if (!match) throw incompleteBody('a chunk does not begin with its size');
  return { size: Number.parseInt(match[1] ?? '', 16), signature: match[2] };
}

interface SignatureChain {
  verifyChunk(data: Buffer, signature: string | undefined): void;
  verifyTrailers(canonicalTrailers: string, signature: string | undefined): void;
}

function createChain({ key, timestamp, scope, seed }: ChunkSigning): SignatureChain {
  let previous = seed;
  const verify = (algorithm: string, hashes: readonly string[], signature: string | undefined) => {
    const expected = key.sign([algorithm, timestamp, scope, previous, ...hashes].join('\n'));
    if (signature === undefined || !isSameSecret(signature, expected)) throw chunkMismatch(signature);
    previous = expected;
  };
  return {
    verifyChunk: (data, signature) =>
      verify('AWS4-HMAC-SHA256-PAYLOAD', [emptyHash, hash('sha256', data, 'hex')], signature),
    verifyTrailers: (canonicalTrailers, signature) =>
      verify('AWS4-HMAC-SHA256-TRAILER', [hash('sha256', canonicalTrailers, 'hex')], signature),
  };
}

function readTrailers(
  reader: Reader,
  announced: readonly string[],
  chain: SignatureChain | undefined,
): Readonly<Record<string, string>> {
  const lines = new Map<string, string>();
  for (let line = reader.line(); line !== ''; line = reader.line()) {
    const colon = line.indexOf(':');
    if (colon <= 0) throw malformedTrailer();
    lines.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  const signature = lines.get('x-amz-trailer-signature');
  lines.delete('x-amz-trailer-signature');
  if ([...lines.keys()].sort().join() !== [...announced].sort().join()) throw malformedTrailer();
  if (chain && announced.length > 0) {
    chain.verifyTrailers([...lines].map(([name, value]) => `${name}:${value}\n`).join(''), signature);
  }
  return Object.fromEntries(lines);
}

const incompleteBody = (problem: string) =>
  new AwsError('IncompleteBody', `The request body terminated unexpectedly: ${problem}.`);

const malformedTrailer = () =>
  new AwsError(
    'MalformedTrailerError',
    'The request contained trailing data that was not well-formed or did not conform to our published schema.',
  );

const chunkMismatch = (signature: string | undefined) =>
  new AwsError(
    'SignatureDoesNotMatch',
    'The chunk signature we calculated does not match the signature you provided. Check your key and signing method.',
    403,
    signature === undefined ? {} : { SignatureProvided: signature },
  );
