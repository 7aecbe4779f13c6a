import { randomBytes } from 'node:crypto';
import { requireOnObject, type S3Call, type S3Operation } from '../call.ts';
import type { ChecksumAlgorithm } from '../checksums.ts';
import { invalidRequest } from '../errors.ts';
import type { Upload } from '../multipart-store.ts';
import { readContentHeaders, readMetadata } from '../object-headers.ts';
import { checksumAlgorithmNamed } from '../request-checksums.ts';
import { renderXml } from '../xml.ts';

/** API reference: CreateMultipartUpload. */
export const createMultipartUpload: S3Operation = (context, call) => {
  requireOnObject(context, call, 'PutObject');
  const uploadId = randomBytes(48).toString('base64url');
  const checksum = readChecksumChoice(call);
  context.uploads.create({
    ...{ uploadId, bucket: call.bucket.name, key: call.key },
    contentHeaders: readContentHeaders(call.headers),
    metadata: readMetadata(call.headers),
    ...checksum,
  });
  return {
    headers: {
      'content-type': 'application/xml',
      'x-amz-server-side-encryption': 'AES256',
      ...(checksum.checksumAlgorithm && {
        'x-amz-checksum-algorithm': checksum.checksumAlgorithm,
        'x-amz-checksum-type': checksum.checksumType,
      }),
    },
    body: renderXml([
      'InitiateMultipartUploadResult',
      [
        ['Bucket', call.bucket.name],
        ['Key', call.key],
        ['UploadId', uploadId],
      ],
    ]),
  };
};

/** Which types each algorithm has. Source: Amazon S3 User Guide, "Checking object integrity". */
const allowedTypes: Readonly<Record<ChecksumAlgorithm, readonly Upload['checksumType'][]>> = {
  CRC32: ['COMPOSITE', 'FULL_OBJECT'],
  CRC32C: ['COMPOSITE', 'FULL_OBJECT'],
  CRC64NVME: ['FULL_OBJECT'],
  SHA1: ['COMPOSITE'],
  SHA256: ['COMPOSITE'],
};

function readChecksumChoice({ headers }: S3Call): Pick<Upload, 'checksumAlgorithm' | 'checksumType'> {
  const name = headers['x-amz-checksum-algorithm'];
  if (name === undefined) return { checksumAlgorithm: undefined, checksumType: 'FULL_OBJECT' };
  const checksumAlgorithm = checksumAlgorithmNamed(name);
  const [defaultType = 'FULL_OBJECT', ...others] = allowedTypes[checksumAlgorithm];
  const wanted = headers['x-amz-checksum-type'] ?? defaultType;
  const checksumType = [defaultType, ...others].find((type) => type === wanted);
  if (checksumType) return { checksumAlgorithm, checksumType };
  throw invalidRequest(`The ${wanted} checksum type cannot be used with the ${name.toLowerCase()} checksum algorithm.`);
}
