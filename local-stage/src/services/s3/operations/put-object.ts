import { requireOnObject, type S3Call, type S3Context, type S3Operation } from '../call.ts';
import { assertWrite } from '../conditional-requests.ts';
import { noSuchKey } from '../errors.ts';
import { storedObject } from '../new-object.ts';
import { readContentHeaders, readMetadata } from '../object-headers.ts';
import type { StoredObject } from '../object-store.ts';
import { checksumHeaders, verifyChecksums } from '../request-checksums.ts';

/** API reference: PutObject. */
export const putObject: S3Operation = (context, call) => {
  requireOnObject(context, call, 'PutObject');
  assertMayWrite(context, call);
  const { key, body } = call;
  const object = storedObject(
    {
      ...{ key, body },
      contentHeaders: readContentHeaders(call.headers),
      metadata: readMetadata(call.headers),
      checksum: verifyChecksums(call.headers, body),
    },
    context.clock.now(),
  );
  context.objects.put(call.bucket.name, object);
  return { headers: { ...writtenHeaders(object), ...checksumHeaders(object.checksum) } };
};

/** Conditions of a write; `If-Match` reads the object, and needs the permission to. */
export function assertMayWrite(context: S3Context, call: S3Call): void {
  if (call.headers['if-match'] !== undefined) requireOnObject(context, call, 'GetObject');
  const stored = context.objects.head(call.bucket.name, call.key);
  assertWrite(call.headers, stored, () => noSuchKey(call.key));
}

/** What S3 answers of an object that it has stored. */
export const writtenHeaders = (object: Pick<StoredObject, 'etag'>): Readonly<Record<string, string>> => ({
  etag: `"${object.etag}"`,
  'x-amz-server-side-encryption': 'AES256',
});
