import { notImplemented, preconditionFailed } from './errors.ts';
import type { ObjectSummary } from './object-store.ts';

type Headers = Readonly<Record<string, string | undefined>>;

/** How a request may go on: answer in full, or say that the caller's copy still holds. */
export type ReadCondition = 'proceed' | 'not-modified';

/**
 * Evaluates a read's conditions in the order of RFC 9110, section 13.2.2: the tags come first and make
 * the dates of no account.
 *
 * @throws {AwsError} PreconditionFailed
 */
export function evaluateRead(headers: Headers, object: ObjectSummary): ReadCondition {
  const ifMatch = headers['if-match'];
  const ifNoneMatch = headers['if-none-match'];
  if (ifMatch !== undefined && !namesTag(ifMatch, object.etag)) throw preconditionFailed('If-Match');
  if (ifMatch === undefined && isAfter(object, headers['if-unmodified-since'])) {
    throw preconditionFailed('If-Unmodified-Since');
  }
  if (ifNoneMatch !== undefined) return namesTag(ifNoneMatch, object.etag) ? 'not-modified' : 'proceed';
  return isNotAfter(object, headers['if-modified-since']) ? 'not-modified' : 'proceed';
}

/**
 * The same for a copy's source, where every condition that does not hold fails the copy.
 *
 * @throws {AwsError} PreconditionFailed
 */
export function assertCopySource(headers: Headers, source: ObjectSummary, nowMs: number): void {
  const header = (name: string) => headers[`x-amz-copy-source-if-${name}`];
  const match = header('match');
  const noneMatch = header('none-match');
  if (match !== undefined && !namesTag(match, source.etag)) throw preconditionFailed('x-amz-copy-source-If-Match');
  if (match === undefined && isAfter(source, header('unmodified-since'))) {
    throw preconditionFailed('x-amz-copy-source-If-Unmodified-Since');
  }
  if (noneMatch !== undefined && namesTag(noneMatch, source.etag)) {
    throw preconditionFailed('x-amz-copy-source-If-None-Match');
  }
  const modifiedSince = header('modified-since');
  const isFuture = Date.parse(modifiedSince ?? '') > nowMs;
  if (noneMatch === undefined && !isFuture && isNotAfter(source, modifiedSince)) {
    throw preconditionFailed('x-amz-copy-source-If-Modified-Since');
  }
}

/**
 * Evaluates a write's conditions against what is stored under its key.
 *
 * @param missing makes the error for `If-Match` where nothing is stored.
 * @throws {AwsError} PreconditionFailed; NotImplemented for an `If-None-Match` other than `*`.
 */
export function assertWrite(headers: Headers, stored: ObjectSummary | undefined, missing: () => Error): void {
  const ifNoneMatch = headers['if-none-match'];
  const ifMatch = headers['if-match'];
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') {
    throw notImplemented(`a write with If-None-Match: ${ifNoneMatch}`, 'If-None-Match: *, as S3 itself takes');
  }
  if (ifNoneMatch === '*' && stored) throw preconditionFailed('If-None-Match');
  if (ifMatch === undefined) return;
  if (!stored) throw missing();
  if (!namesTag(ifMatch, stored.etag)) throw preconditionFailed('If-Match');
}

/** S3 also takes tags without their quotes. */
function namesTag(header: string, etag: string): boolean {
  const tags = header.split(',').map((tag) => tag.trim().replace(/^W\//, '').replaceAll('"', ''));
  return tags.some((tag) => tag === '*' || tag === etag);
}

/** A date that cannot be read counts as no condition. */
const isAfter = (object: ObjectSummary, date: string | undefined) =>
  date !== undefined && object.lastModified > Date.parse(date);

const isNotAfter = (object: ObjectSummary, date: string | undefined) =>
  date !== undefined && object.lastModified <= Date.parse(date);
