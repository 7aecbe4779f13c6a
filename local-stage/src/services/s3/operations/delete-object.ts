import { AccessDenied } from '../../iam/authorization.ts';
import { requireOnObject, type S3Call, type S3Context, type S3Operation } from '../call.ts';
import { invalidRequest, malformedXml, notImplemented } from '../errors.ts';
import { verifyChecksums } from '../request-checksums.ts';
import { renderXml, type XmlElement } from '../xml.ts';
import { childrenNamed, childText, type ReadElement, readXml } from '../xml-reader.ts';

/** API reference: DeleteObject. Deleting what is not there succeeds. */
export const deleteObject: S3Operation = (context, call) => {
  requireOnObject(context, call, 'DeleteObject');
  if (call.headers['if-match'] !== undefined) throw notImplemented('a delete with If-Match', 'no such header');
  context.objects.remove(call.bucket.name, call.key);
  return { status: 204 };
};

/** Source: DeleteObjects. */
const maximumObjects = 1000;

/** API reference: DeleteObjects. Each key needs the permission of DeleteObject. */
export const deleteObjects: S3Operation = (context, call) => {
  assertDigest(call);
  const document = readXml(call.body.toString('utf8'));
  const keys = childrenNamed(document, 'Object').map(keyOf);
  if (document.name !== 'Delete' || keys.length === 0 || keys.length > maximumObjects) throw malformedXml();
  const isQuiet = childText(document, 'Quiet') === 'true';
  const results = keys.map((key) => deleteOne(context, call, key));
  const shown = results.filter(([name]) => name === 'Error' || !isQuiet);
  return { headers: { 'content-type': 'application/xml' }, body: renderXml(['DeleteResult', shown]) };
};

function assertDigest(call: S3Call): void {
  const checksum = verifyChecksums(call.headers, call.body);
  if (checksum || call.headers['content-md5'] !== undefined) return;
  throw invalidRequest('Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
}

function keyOf(element: ReadElement): string {
  const key = childText(element, 'Key');
  if (!key) throw malformedXml();
  const beyond = element.children.find((child) => child.name !== 'Key');
  if (beyond) throw notImplemented(`a delete by ${beyond.name}`, 'objects by their keys');
  return key;
}

function deleteOne(context: S3Context, call: S3Call, key: string): XmlElement {
  try {
    requireOnObject(context, call, 'DeleteObject', key);
  } catch (error) {
    if (!(error instanceof AccessDenied)) throw error;
    return [
      'Error',
      [
        ['Key', key],
        ['Code', 'AccessDenied'],
        ['Message', error.message],
      ],
    ];
  }
  context.objects.remove(call.bucket.name, key);
  return ['Deleted', [['Key', key]]];
}
