import type { S3Call, S3Context, S3Operation } from '../call.ts';
import { checksumAlgorithms } from '../checksums.ts';
import { invalidArgument } from '../errors.ts';
import { type ListingRequest, listObjects } from '../listing.ts';
import type { ObjectSummary } from '../object-store.ts';
import { encodeKey } from '../resource-path.ts';
import { optionalElement, renderXml, type XmlElement } from '../xml.ts';

/** Source: ListObjectsV2, max-keys. */
const maximumKeys = 1000;

/** API reference: ListObjectsV2. */
export const listObjectsV2: S3Operation = (context, call) => {
  authorize(context, call);
  const request = readRequest(call);
  const listing = listObjects(context.objects, request);
  const show = keyWriter(call);
  const token = call.query.get('continuation-token') ?? undefined;
  const body: XmlElement[] = [
    ['Name', call.bucket.name],
    ['Prefix', show(request.prefix)],
    ...optionalElement('Delimiter', show(request.delimiter)),
    ...optionalElement('StartAfter', show(call.query.get('start-after') ?? '')),
    ...optionalElement('ContinuationToken', token),
    ['KeyCount', listing.objects.length + listing.commonPrefixes.length],
    ['MaxKeys', request.maximum],
    ...optionalElement('EncodingType', call.query.get('encoding-type') ?? undefined),
    ['IsTruncated', listing.nextAfter !== undefined],
    ...optionalElement('NextContinuationToken', listing.nextAfter && encodeToken(listing.nextAfter)),
    ...listing.objects.map((object) => contents(context, call, object, show)),
    ...listing.commonPrefixes.map((prefix): XmlElement => ['CommonPrefixes', [['Prefix', show(prefix)]]]),
  ];
  return { headers: { 'content-type': 'application/xml' }, body: renderXml(['ListBucketResult', body]) };
};

/** Policies may limit a listing by what it asks for. Source: "Actions, resources, and condition keys for Amazon S3". */
function authorize(context: S3Context, call: S3Call): void {
  const conditions = ['prefix', 'delimiter', 'max-keys'].flatMap((name): [string, string][] => {
    const value = call.query.get(name);
    return value === null ? [] : [[`s3:${name}`, value]];
  });
  context.authorization.require(call.caller, 's3:ListBucket', call.bucket.arn, Object.fromEntries(conditions));
}

function readRequest({ bucket, query }: S3Call): ListingRequest {
  const token = query.get('continuation-token');
  return {
    bucket: bucket.name,
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    after: token === null ? (query.get('start-after') ?? '') : decodeToken(token),
    maximum: readMaximum(query.get('max-keys')),
  };
}

function readMaximum(text: string | null): number {
  if (text === null || text === '') return maximumKeys;
  if (!/^\d{1,10}$/.test(text)) {
    throw invalidArgument('Provided max-keys not an integer or within integer range', 'max-keys', text);
  }
  return Math.min(Number(text), maximumKeys);
}

const tokenMarker = 'after:';

const encodeToken = (after: string) => Buffer.from(tokenMarker + after).toString('base64');

function decodeToken(token: string): string {
  const decoded = Buffer.from(token, 'base64').toString('utf8');
  if (decoded.startsWith(tokenMarker)) return decoded.slice(tokenMarker.length);
  throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
}

/** Keys as the caller wants them: as they are, or URL-encoded with a plus for a space. */
function keyWriter({ query }: S3Call): (key: string) => string {
  const encoding = query.get('encoding-type');
  if (encoding === null) return (key) => key;
  if (encoding !== 'url')
    throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encoding);
  return (key) => encodeKey(key).replaceAll('%20', '+');
}

function contents(context: S3Context, call: S3Call, object: ObjectSummary, show: (key: string) => string): XmlElement {
  const isOwnerWanted = call.query.get('fetch-owner') === 'true';
  return [
    'Contents',
    [
      ['Key', show(object.key)],
      ['LastModified', new Date(object.lastModified).toISOString()],
      ['ETag', `"${object.etag}"`],
      ...checksumAlgorithms
        .filter((algorithm) => algorithm === object.checksum.algorithm)
        .map((algorithm): XmlElement => ['ChecksumAlgorithm', algorithm]),
      ['ChecksumType', object.checksum.type],
      ['Size', object.sizeBytes],
      ...(isOwnerWanted ? [['Owner', [['ID', context.accountId]]] as const] : []),
      ['StorageClass', 'STANDARD'],
    ],
  ];
}
