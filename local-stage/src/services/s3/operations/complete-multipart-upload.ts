import { createHash } from 'node:crypto';
import { AwsError } from '../../service.ts';
import { requireOnObject, type S3Call, type S3Context, type S3Operation } from '../call.ts';
import { checksumAlgorithms, checksumElement, checksumHeader, checksumOf } from '../checksums.ts';
import { entityTooLarge, entityTooSmall, invalidRequest, malformedXml } from '../errors.ts';
import type { PartSummary, Upload } from '../multipart-store.ts';
import { storedObject } from '../new-object.ts';
import { assertChecksum, type Checksum } from '../request-checksums.ts';
import { encodeKey } from '../resource-path.ts';
import { renderXml } from '../xml.ts';
import { childrenNamed, childText, type ReadElement, readXml } from '../xml-reader.ts';
import { assertMayWrite } from './put-object.ts';
import { uploadOf } from './upload-part.ts';

/** Every part but the last. Source: Amazon S3 User Guide, "Amazon S3 multipart upload limits". */
const minimumPartBytes = 5 * 1024 * 1024;

/** Bytes of one object that the stage's database keeps. */
const maximumObjectBytes = 1_000_000_000;

/** API reference: CompleteMultipartUpload. */
export const completeMultipartUpload: S3Operation = (context, call) => {
  requireOnObject(context, call, 'PutObject');
  const upload = uploadOf(context, call);
  const parts = chosenParts(context, upload, readParts(call));
  assertSizes(call, parts);
  assertMayWrite(context, call);
  const body = Buffer.concat(parts.map((part) => context.uploads.bodyOf(upload.uploadId, part.partNumber)));
  assertObjectChecksum(call, upload, body);
  const object = storedObject(
    {
      ...{ key: upload.key, body, contentHeaders: upload.contentHeaders, metadata: upload.metadata },
      etag: `${digestOfDigests(parts)}-${parts.length}`,
      checksum: checksumOfUpload(upload, parts, body),
    },
    context.clock.now(),
  );
  context.objects.put(upload.bucket, object);
  context.uploads.remove(upload.uploadId);
  return {
    headers: { 'content-type': 'application/xml', 'x-amz-server-side-encryption': 'AES256' },
    body: renderXml([
      'CompleteMultipartUploadResult',
      [
        ['Location', `${call.origin}/${upload.bucket}/${encodeKey(upload.key)}`],
        ['Bucket', upload.bucket],
        ['Key', upload.key],
        ['ETag', `"${object.etag}"`],
        [checksumElement(object.checksum.algorithm), object.checksum.value],
        ['ChecksumType', object.checksum.type],
      ],
    ]),
  };
};

/** A part as the request names it. */
interface NamedPart {
  readonly partNumber: number;
  readonly etag: string;
  readonly checksumValue: string | undefined;
}

function readParts(call: S3Call): readonly NamedPart[] {
  const document = readXml(call.body.toString('utf8'));
  const parts = childrenNamed(document, 'Part').map(readPart);
  if (document.name !== 'CompleteMultipartUpload' || parts.length === 0) throw malformedXml();
  const isAscending = parts.every(
    (part, index) => index === 0 || part.partNumber > (parts[index - 1]?.partNumber ?? 0),
  );
  if (isAscending) return parts;
  throw new AwsError(
    'InvalidPartOrder',
    'The list of parts was not in ascending order. Parts must be ordered by part number.',
  );
}

function readPart(element: ReadElement): NamedPart {
  const partNumber = Number(childText(element, 'PartNumber'));
  const etag = childText(element, 'ETag')?.replaceAll('"', '');
  if (!Number.isInteger(partNumber) || etag === undefined) throw malformedXml();
  const checksumValue = checksumAlgorithms
    .map((algorithm) => childText(element, checksumElement(algorithm)))
    .find((value) => value !== undefined);
  return { partNumber, etag, checksumValue };
}

/** The stored parts that the request names. @throws {AwsError} InvalidPart, InvalidRequest */
function chosenParts(context: S3Context, upload: Upload, named: readonly NamedPart[]): readonly PartSummary[] {
  const stored = new Map(
    context.uploads.parts(upload.uploadId, 0, Number.MAX_SAFE_INTEGER).map((part) => [part.partNumber, part]),
  );
  return named.map((part) => {
    const found = stored.get(part.partNumber);
    assertChecksumNamed(upload, part);
    const isSame = part.checksumValue === undefined || part.checksumValue === found?.checksumValue;
    if (found?.etag === part.etag && isSame) return found;
    throw new AwsError(
      'InvalidPart',
      'One or more of the specified parts could not be found.  The part may not have been uploaded, or the ' +
        "specified entity tag may not match the part's entity tag.",
      400,
      { UploadId: upload.uploadId, PartNumber: part.partNumber, ETag: part.etag },
    );
  });
}

function assertChecksumNamed(upload: Upload, part: NamedPart): void {
  if (upload.checksumAlgorithm === undefined || upload.checksumType === 'FULL_OBJECT') return;
  if (part.checksumValue !== undefined) return;
  throw invalidRequest(
    `The upload was created using a ${upload.checksumAlgorithm.toLowerCase()} checksum. The complete request must ` +
      `include the checksum for each part. It was missing for part ${part.partNumber} in the request.`,
  );
}

function assertSizes(call: S3Call, parts: readonly PartSummary[]): void {
  const small = parts.slice(0, -1).find((part) => part.sizeBytes < minimumPartBytes);
  if (small) {
    const details = { PartNumber: small.partNumber, ETag: small.etag };
    throw entityTooSmall(small.sizeBytes, minimumPartBytes, details);
  }
  const total = parts.reduce((sum, part) => sum + part.sizeBytes, 0);
  if (total > maximumObjectBytes) throw entityTooLarge(total, maximumObjectBytes);
  const expected = call.headers['x-amz-mp-object-size'];
  if (expected === undefined || Number(expected) === total) return;
  throw invalidRequest(
    `The provided 'x-amz-mp-object-size' header value ${expected} does not match what was computed: ${total}`,
  );
}

/** The caller may give the checksum of the whole, where it is one of the whole. */
function assertObjectChecksum(call: S3Call, upload: Upload, body: Buffer): void {
  if (upload.checksumType !== 'FULL_OBJECT') return;
  const algorithm = upload.checksumAlgorithm ?? 'CRC64NVME';
  const given = call.headers[checksumHeader(algorithm)];
  if (given !== undefined) assertChecksum(algorithm, given, body);
}

const digestOfDigests = (parts: readonly PartSummary[]) =>
  createHash('md5')
    .update(Buffer.concat(parts.map((part) => Buffer.from(part.etag, 'hex'))))
    .digest('hex');

function checksumOfUpload(upload: Upload, parts: readonly PartSummary[], body: Buffer): Checksum {
  const algorithm = upload.checksumAlgorithm ?? 'CRC64NVME';
  if (upload.checksumType === 'FULL_OBJECT')
    return { algorithm, value: checksumOf(algorithm, body), type: 'FULL_OBJECT' };
  const digests = Buffer.concat(parts.map((part) => Buffer.from(part.checksumValue ?? '', 'base64')));
  return { algorithm, value: `${checksumOf(algorithm, digests)}-${parts.length}`, type: 'COMPOSITE' };
}
