import { missingObject, requireOnObject, type S3Answer, type S3Call, type S3Operation } from '../call.ts';
import { evaluateRead } from '../conditional-requests.ts';
import { invalidRequest, notImplemented } from '../errors.ts';
import { contentHeaderNames, describeObject, sendable, validators } from '../object-headers.ts';
import type { ObjectSummary } from '../object-store.ts';
import { type ByteRange, parseRange } from '../range.ts';
import { checksumHeaders } from '../request-checksums.ts';

/** API reference: GetObject. */
export const getObject: S3Operation = (context, call) => {
  requireOnObject(context, call, 'GetObject');
  const object = context.objects.get(call.bucket.name, call.key);
  if (!object) throw missingObject(context, call.caller, call.bucket, call.key);
  return answerRead(call, object, (range) => (range ? object.body.subarray(range.first, range.last + 1) : object.body));
};

/** API reference: HeadObject. */
export const headObject: S3Operation = (context, call) => {
  requireOnObject(context, call, 'GetObject');
  const object = context.objects.head(call.bucket.name, call.key);
  if (!object) throw missingObject(context, call.caller, call.bucket, call.key);
  return answerRead(call, object, () => '');
};

function answerRead(
  call: S3Call,
  object: ObjectSummary,
  bodyOf: (range: ByteRange | undefined) => Buffer | string,
): S3Answer {
  if (call.query.has('partNumber')) throw notImplemented('reads of one part', 'a Range header');
  if (evaluateRead(call.headers, object) === 'not-modified') return { status: 304, headers: validators(object) };
  const range = parseRange(call.headers['range'], object.sizeBytes);
  const length = range ? range.last - range.first + 1 : object.sizeBytes;
  return {
    status: range ? 206 : 200,
    headers: {
      ...describeObject(object),
      ...overrides(call),
      'content-length': String(length),
      ...(range && { 'content-range': `bytes ${range.first}-${range.last}/${object.sizeBytes}` }),
      // A checksum is the whole object's; a client that got a part could not compare it.
      ...(!range && call.headers['x-amz-checksum-mode'] === 'ENABLED' && checksumHeaders(object.checksum)),
    },
    body: bodyOf(range),
  };
}

/** Source: GetObject, "Overriding response header values through the request". */
function overrides(call: S3Call): Readonly<Record<string, string>> {
  const given = contentHeaderNames.flatMap((name): [string, string][] => {
    const value = call.query.get(`response-${name}`);
    return value === null ? [] : [[name, value]];
  });
  if (given.length > 0 && call.caller === null) {
    throw invalidRequest('Request specific response headers cannot be used for anonymous GET requests.');
  }
  return sendable(Object.fromEntries(given));
}
