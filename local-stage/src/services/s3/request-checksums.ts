import { createHash } from 'node:crypto';
import { AwsError } from '../service.ts';
import { type ChecksumAlgorithm, checksumAlgorithms, checksumHeader, checksumOf, digestLengths } from './checksums.ts';
import { invalidRequest } from './errors.ts';

/** A checksum kept with an object or a part. */
export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64; that of a composite one ends with `-` and the number of parts. */
  readonly value: string;
  /** Over the object's bytes, or over its parts' checksums. */
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
}

type Headers = Readonly<Record<string, string | undefined>>;

/**
 * Compares the body with every digest that the request's headers (or trailers) give.
 *
 * @returns the checksum that the sender chose, or `undefined` where it chose none.
 * @throws {AwsError} BadDigest, InvalidDigest, InvalidRequest
 */
export function verifyChecksums(headers: Headers, body: Buffer): Checksum | undefined {
  verifyContentMd5(headers['content-md5'], body);
  const given = checksumAlgorithms.filter((algorithm) => headers[checksumHeader(algorithm)] !== undefined);
  if (given.length > 1)
    throw invalidRequest('Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.');
  const [algorithm] = given;
  if (algorithm === undefined) return assertNoneAnnounced(headers['x-amz-sdk-checksum-algorithm']);
  const value = headers[checksumHeader(algorithm)] ?? '';
  assertChecksum(algorithm, value, body);
  return { algorithm, value, type: 'FULL_OBJECT' };
}

/** @throws {AwsError} BadDigest, or InvalidRequest where the value is no digest of that algorithm. */
export function assertChecksum(algorithm: ChecksumAlgorithm, value: string, body: Buffer): void {
  if (Buffer.from(value, 'base64').length !== digestLengths[algorithm]) {
    throw invalidRequest(`Value for ${checksumHeader(algorithm)} header is invalid.`);
  }
  if (checksumOf(algorithm, body) === value) return;
  throw new AwsError('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
}

function assertNoneAnnounced(announced: string | undefined): undefined {
  if (announced === undefined) return undefined;
  throw invalidRequest(
    'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
  );
}

function verifyContentMd5(given: string | undefined, body: Buffer): void {
  if (given === undefined) return;
  if (Buffer.from(given, 'base64').length !== 16) {
    throw new AwsError('InvalidDigest', 'The Content-MD5 you specified was invalid.', 400, { 'Content-MD5': given });
  }
  const calculated = createHash('md5').update(body).digest('base64');
  if (calculated === given) return;
  throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.', 400, {
    ExpectedDigest: given,
    CalculatedDigest: calculated,
  });
}

/** Algorithm that the API's name says. @throws {AwsError} InvalidRequest */
export function checksumAlgorithmNamed(name: string): ChecksumAlgorithm {
  const algorithm = checksumAlgorithms.find((known) => known === name.toUpperCase());
  if (algorithm) return algorithm;
  throw invalidRequest(
    `Checksum algorithm provided is unsupported. Please try again with any of the valid types: [${checksumAlgorithms.join(', ')}]`,
  );
}

/** The headers that answer with a checksum. */
export const checksumHeaders = (checksum: Checksum): Readonly<Record<string, string>> => ({
  [checksumHeader(checksum.algorithm)]: checksum.value,
  'x-amz-checksum-type': checksum.type,
});
