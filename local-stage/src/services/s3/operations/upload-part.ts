import { requireOnObject, type S3Answer, type S3Call, type S3Context, type S3Operation } from '../call.ts';
import { checksumHeader } from '../checksums.ts';
import { invalidArgument, invalidRequest, noSuchUpload, notImplemented } from '../errors.ts';
import type { Upload } from '../multipart-store.ts';
import { md5Hex } from '../new-object.ts';
import { type Checksum, verifyChecksums } from '../request-checksums.ts';
import { optionalElement, renderXml, type XmlElement } from '../xml.ts';
import { writtenHeaders } from './put-object.ts';

/** Source: Amazon S3 User Guide, "Amazon S3 multipart upload limits". */
const maximumPartNumber = 10_000;

/** API reference: UploadPart. */
export const uploadPart: S3Operation = (context, call): S3Answer => {
  requireOnObject(context, call, 'PutObject');
  if (call.headers['x-amz-copy-source'] !== undefined) throw notImplemented('UploadPartCopy', 'a part with its bytes');
  const partNumber = readPartNumber(call.query.get('partNumber') ?? '');
  const upload = uploadOf(context, call);
  const checksum = verifyChecksums(call.headers, call.body);
  assertSameAlgorithm(upload, checksum);
  const etag = md5Hex(call.body);
  context.uploads.putPart(upload.uploadId, {
    ...{ partNumber, etag, body: call.body, sizeBytes: call.body.length },
    lastModified: Math.floor(context.clock.now() / 1000) * 1000,
    checksumValue: checksum && checksum.algorithm === upload.checksumAlgorithm ? checksum.value : null,
  });
  return {
    headers: { ...writtenHeaders({ etag }), ...(checksum && { [checksumHeader(checksum.algorithm)]: checksum.value }) },
  };
};

/** The upload that the request names, if it is one of its key. @throws {AwsError} NoSuchUpload */
export function uploadOf(context: S3Context, call: S3Call): Upload {
  const uploadId = call.query.get('uploadId') ?? '';
  const upload = context.uploads.find(uploadId);
  if (upload?.bucket !== call.bucket.name || upload.key !== call.key) throw noSuchUpload(uploadId);
  return upload;
}

function readPartNumber(text: string): number {
  const partNumber = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (partNumber >= 1 && partNumber <= maximumPartNumber) return partNumber;
  const message = `Part number must be an integer between 1 and ${maximumPartNumber}, inclusive`;
  throw invalidArgument(message, 'partNumber', text);
}

/** An upload that chose no algorithm takes parts with any. */
function assertSameAlgorithm(upload: Upload, checksum: Checksum | undefined): void {
  if (upload.checksumAlgorithm === undefined || upload.checksumAlgorithm === checksum?.algorithm) return;
  throw invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${upload.checksumAlgorithm.toLowerCase()}, ` +
      `actual checksum Type: ${checksum?.algorithm.toLowerCase() ?? 'null'}`,
  );
}

/** API reference: AbortMultipartUpload. */
export const abortMultipartUpload: S3Operation = (context, call) => {
  requireOnObject(context, call, 'AbortMultipartUpload');
  context.uploads.remove(uploadOf(context, call).uploadId);
  return { status: 204 };
};

/** Source: ListParts, max-parts. */
const maximumParts = 1000;

/** API reference: ListParts. */
export const listParts: S3Operation = (context, call) => {
  requireOnObject(context, call, 'ListMultipartUploadParts');
  const upload = uploadOf(context, call);
  const marker = readCount(call, 'part-number-marker', 0);
  const limit = Math.min(readCount(call, 'max-parts', maximumParts), maximumParts);
  const found = context.uploads.parts(upload.uploadId, marker, limit + 1);
  const parts = found.slice(0, limit);
  const body: XmlElement[] = [
    ['Bucket', upload.bucket],
    ['Key', upload.key],
    ['UploadId', upload.uploadId],
    ['StorageClass', 'STANDARD'],
    ['PartNumberMarker', marker],
    ...optionalElement('NextPartNumberMarker', parts.at(-1)?.partNumber),
    ['MaxParts', limit],
    ['IsTruncated', found.length > limit],
    ...optionalElement('ChecksumAlgorithm', upload.checksumAlgorithm),
    ...parts.map(
      (part): XmlElement => [
        'Part',
        [
          ['PartNumber', part.partNumber],
          ['LastModified', new Date(part.lastModified).toISOString()],
          ['ETag', `"${part.etag}"`],
          ...optionalElement(`Checksum${upload.checksumAlgorithm}`, part.checksumValue ?? undefined),
          ['Size', part.sizeBytes],
        ],
      ],
    ),
  ];
  return { headers: { 'content-type': 'application/xml' }, body: renderXml(['ListPartsResult', body]) };
};

function readCount(call: S3Call, name: string, fallback: number): number {
  const text = call.query.get(name);
  if (text === null || text === '') return fallback;
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw invalidArgument(`Provided ${name} not an integer or within integer range`, name, text);
}
