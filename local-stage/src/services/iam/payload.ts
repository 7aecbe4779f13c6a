import { hash } from 'node:crypto';
import { AwsError } from '../service.ts';
import { type ChunkSigning, type DecodedChunks, decodeAwsChunked } from './aws-chunked.ts';
import type { SignedRequest } from './signature-verifier.ts';

/** What stands for the body in the canonical request, and how its bytes are to be read once the signature holds. */
export interface Payload {
  readonly hash: string;
  /** @throws {AwsError} where the bytes are not what was signed. */
  decode(signing: ChunkSigning): DecodedChunks;
}

/** @param isPresigned S3 lets the body of a presigned request go unsigned. */
export function payloadOf(request: SignedRequest, service: string, isPresigned: boolean): Payload {
  if (service !== 's3') return plainPayload(hash('sha256', request.body, 'hex'), request.body);
  const declared = request.headers['x-amz-content-sha256'] ?? (isPresigned ? 'UNSIGNED-PAYLOAD' : undefined);
  if (declared === undefined) {
    throw new AwsError('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
  }
  return s3Payload(declared, request);
}

const plainPayload = (payloadHash: string, body: Buffer): Payload => ({
  hash: payloadHash,
  decode: () => ({ body, trailers: {} }),
});

/** Source: Amazon S3 API Reference, "Signature Calculations for the Authorization Header", x-amz-content-sha256. */
function s3Payload(declared: string, request: SignedRequest): Payload {
  switch (declared) {
    case 'UNSIGNED-PAYLOAD':
      return plainPayload(declared, request.body);
    case 'STREAMING-UNSIGNED-PAYLOAD-TRAILER':
      return { hash: declared, decode: () => decodeAwsChunked(request.body, chunkedOptions(request)) };
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD':
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER':
      return {
        hash: declared,
        decode: (signing) => decodeAwsChunked(request.body, { ...chunkedOptions(request), signing }),
      };
    default:
      return { hash: declared, decode: () => hashedBody(declared, request.body) };
  }
}

function hashedBody(declared: string, body: Buffer): DecodedChunks {
  if (!/^[0-9a-f]{64}$/.test(declared)) {
    throw new AwsError(
      'InvalidArgument',
      'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, ' +
        'STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.',
      400,
      { ArgumentName: 'x-amz-content-sha256', ArgumentValue: declared },
    );
  }
  const computed = hash('sha256', body, 'hex');
  if (computed === declared) return { body, trailers: {} };
  throw new AwsError(
    'XAmzContentSHA256Mismatch',
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
    400,
    { ClientComputedContentSHA256: declared, S3ComputedContentSHA256: computed },
  );
}

function chunkedOptions({ headers }: SignedRequest) {
  const length = headers['x-amz-decoded-content-length'];
  if (length === undefined || !/^\d+$/.test(length)) {
    throw new AwsError('MissingContentLength', 'You must provide the x-amz-decoded-content-length HTTP header.', 411);
  }
  const names = headers['x-amz-trailer']?.split(',') ?? [];
  return {
    decodedLength: Number(length),
    trailerNames: names.map((name) => name.trim().toLowerCase()).filter((name) => name !== ''),
  };
}
