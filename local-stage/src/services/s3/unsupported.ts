import { AwsError } from '../service.ts';
import type { S3Call } from './call.ts';
import { accessDenied, notImplemented } from './errors.ts';

/** Subresources of buckets and objects that the stage's operations do not have. Source: Amazon S3 API Reference, "Operations". */
const subresources: ReadonlySet<string> = new Set([
  'accelerate',
  'acl',
  'analytics',
  'attributes',
  'cors',
  'encryption',
  'intelligent-tiering',
  'inventory',
  'legal-hold',
  'lifecycle',
  'logging',
  'metrics',
  'notification',
  'object-lock',
  'ownershipControls',
  'policy',
  'policyStatus',
  'publicAccessBlock',
  'replication',
  'requestPayment',
  'restore',
  'retention',
  'select',
  'tagging',
  'torrent',
  'versioning',
  'versions',
  'website',
  'renameObject',
  'session',
  'metadataTable',
  'append',
]);

/** Headers that ask for what the stage does not do, but with the value that changes nothing. */
const unsupportedHeaders: readonly { readonly name: RegExp; readonly harmless: readonly string[] }[] = [
  { name: /^x-amz-server-side-encryption$/, harmless: ['AES256'] },
  { name: /^x-amz-server-side-encryption-(?!bucket-key)/, harmless: [] },
  { name: /^x-amz-copy-source-server-side-encryption-/, harmless: [] },
  { name: /^x-amz-storage-class$/, harmless: ['STANDARD'] },
  { name: /^x-amz-tagging$/, harmless: [''] },
  { name: /^x-amz-tagging-directive$/, harmless: ['COPY'] },
  { name: /^x-amz-object-lock-/, harmless: [] },
  { name: /^x-amz-website-redirect-location$/, harmless: [] },
  { name: /^x-amz-write-offset-bytes$/, harmless: [] },
  { name: /^x-amz-copy-source-range$/, harmless: [] },
];

/**
 * Refuses what the request asks for beyond the stage's operations; an answer without it would lie.
 *
 * @throws {AwsError} NotImplemented, AccessControlListNotSupported; AccessDenied for another owner's bucket.
 */
export function assertSupported(call: S3Call, accountId: string): void {
  assertQuerySupported(call.query);
  assertHeadersSupported(call.headers);
  assertOwner(call, accountId);
}

function assertQuerySupported(query: URLSearchParams): void {
  for (const [name, value] of query) {
    if (subresources.has(name))
      throw notImplemented(`the subresource "${name}"`, 'objects, listings and multipart uploads');
    if (name === 'versionId' && value !== 'null') {
      throw notImplemented('versions of objects', 'a request without versionId');
    }
  }
}

/** @param headers by name in lower case; the fields of a form upload too. */
export function assertHeadersSupported(headers: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    assertNoAccessControlList(name, value);
    const rule = unsupportedHeaders.find((unsupported) => unsupported.name.test(name));
    if (!rule || rule.harmless.includes(value)) continue;
    const expected =
      rule.harmless.length > 0 ? rule.harmless.map((known) => `"${known}"`).join(' or ') : 'no such header';
    throw notImplemented(`${name}: ${value}`, expected);
  }
}

/** Buckets enforce their owner, which is the default: lists that say otherwise are refused. */
function assertNoAccessControlList(name: string, value: string): void {
  const isList = name === 'x-amz-acl' || name === 'acl' || name.startsWith('x-amz-grant-');
  if (!isList || value === 'private' || value === 'bucket-owner-full-control') return;
  throw new AwsError('AccessControlListNotSupported', 'The bucket does not allow ACLs');
}

/** Source: Amazon S3 User Guide, "Verifying bucket ownership with bucket owner condition". */
function assertOwner(call: S3Call, accountId: string): void {
  const expected = call.headers['x-amz-expected-bucket-owner'];
  if (expected !== undefined && expected !== accountId) throw accessDenied();
}
