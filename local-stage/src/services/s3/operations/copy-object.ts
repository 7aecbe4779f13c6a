import { missingObject, objectArn, requireOnObject, type S3Call, type S3Context, type S3Operation } from '../call.ts';
import { checksumElement, checksumOf } from '../checksums.ts';
import { assertCopySource } from '../conditional-requests.ts';
import type { BucketConfiguration } from '../configuration.ts';
import { invalidArgument, invalidRequest, noSuchBucket, notImplemented } from '../errors.ts';
import { storedObject } from '../new-object.ts';
import { readContentHeaders, readMetadata } from '../object-headers.ts';
import type { StoredObject } from '../object-store.ts';
import { checksumAlgorithmNamed } from '../request-checksums.ts';
import { renderXml } from '../xml.ts';
import { assertMayWrite } from './put-object.ts';

/** API reference: CopyObject. */
export const copyObject: S3Operation = (context, call) => {
  const from = readCopySource(context, call.headers['x-amz-copy-source'] ?? '');
  context.authorization.require(call.caller, 's3:GetObject', objectArn(from.bucket, from.key));
  requireOnObject(context, call, 'PutObject');
  const source = context.objects.get(from.bucket.name, from.key);
  if (!source) throw missingObject(context, call.caller, from.bucket, from.key);
  assertCopySource(call.headers, source, context.clock.now());
  assertMayWrite(context, call);
  const isReplacing = readDirective(call) === 'REPLACE';
  if (!isReplacing && from.bucket === call.bucket && from.key === call.key) throw copyToItself();
  const copy = storedObject(
    {
      key: call.key,
      body: source.body,
      contentHeaders: isReplacing ? readContentHeaders(call.headers) : source.contentHeaders,
      metadata: isReplacing ? readMetadata(call.headers) : source.metadata,
      checksum: copiedChecksum(call, source),
    },
    context.clock.now(),
  );
  context.objects.put(call.bucket.name, copy);
  return {
    headers: { 'content-type': 'application/xml', 'x-amz-server-side-encryption': 'AES256' },
    body: renderXml([
      'CopyObjectResult',
      [
        ['ETag', `"${copy.etag}"`],
        ['LastModified', new Date(copy.lastModified).toISOString()],
        [checksumElement(copy.checksum.algorithm), copy.checksum.value],
        ['ChecksumType', copy.checksum.type],
      ],
    ]),
  };
};

/** The header is URL-encoded: `bucket/key` with or without a slash before it. */
function readCopySource(
  context: S3Context,
  header: string,
): { readonly bucket: BucketConfiguration; readonly key: string } {
  const [path = '', version] = header.split('?versionId=', 2);
  if (version !== undefined && version !== 'null')
    throw notImplemented('versions of objects', 'a source without versionId');
  const decoded = decodeSource(path);
  const slash = decoded.indexOf('/');
  const bucketName = decoded.slice(0, slash);
  const key = decoded.slice(slash + 1);
  if (slash <= 0 || key === '') throw invalidSource(header);
  const bucket = context.buckets.get(bucketName);
  if (!bucket) throw noSuchBucket(bucketName);
  return { bucket, key };
}

function decodeSource(path: string): string {
  try {
    return decodeURIComponent(path.replaceAll('+', ' ')).replace(/^\//, '');
  } catch {
    throw invalidSource(path);
  }
}

const invalidSource = (header: string) =>
  invalidArgument('Invalid copy source object key', 'x-amz-copy-source', header);

function readDirective(call: S3Call): 'COPY' | 'REPLACE' {
  const directive = call.headers['x-amz-metadata-directive'] ?? 'COPY';
  if (directive === 'COPY' || directive === 'REPLACE') return directive;
  throw invalidArgument('Unknown metadata directive.', 'x-amz-metadata-directive', directive);
}

const copyToItself = () =>
  invalidRequest(
    'This copy request is illegal because it is trying to copy an object to itself without changing the ' +
      "object's metadata, storage class, website redirect location or encryption attributes.",
  );

/** The copy is one whole, whatever parts the source came in; its algorithm is the source's unless the request names one. */
function copiedChecksum(call: S3Call, source: StoredObject) {
  const named = call.headers['x-amz-checksum-algorithm'];
  const algorithm = named === undefined ? source.checksum.algorithm : checksumAlgorithmNamed(named);
  return { algorithm, value: checksumOf(algorithm, source.body), type: 'FULL_OBJECT' as const };
}
