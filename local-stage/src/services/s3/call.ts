import type { Clock } from '../../clock.ts';
import type { Authorization } from '../iam/authorization.ts';
import type { Credentials } from '../iam/credentials.ts';
import type { Caller, ServiceRequest } from '../service.ts';
import type { BucketConfiguration } from './configuration.ts';
import { noSuchBucket, noSuchKey } from './errors.ts';
import type { MultipartStore } from './multipart-store.ts';
import type { ObjectStore } from './object-store.ts';

/** What the operations work on. */
export interface S3Context {
  readonly buckets: ReadonlyMap<string, BucketConfiguration>;
  readonly objects: ObjectStore;
  readonly uploads: MultipartStore;
  readonly authorization: Authorization;
  readonly credentials: Pick<Credentials, 'find'>;
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
}

/** One request for a bucket or an object in it. */
export interface S3Call {
  readonly method: string;
  readonly bucket: BucketConfiguration;
  /** Decoded; empty where the request is for the bucket. */
  readonly key: string;
  readonly query: URLSearchParams;
  /** By name in lower case; those that a presigned URL carries in its query are among them. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  readonly caller: Caller | null;
  readonly origin: string;
}

/** An answer, before the headers that every answer of S3 has. */
export interface S3Answer {
  /** @default 200 */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

export type S3Operation = (context: S3Context, call: S3Call) => S3Answer;

export const objectArn = (bucket: BucketConfiguration, key: string) => `${bucket.arn}/${key}`;

/**
 * @param action without the service: `PutObject`.
 * @throws {AccessDenied}
 */
export function requireOnObject(context: S3Context, call: S3Call, action: string, key = call.key): void {
  context.authorization.require(call.caller, `s3:${action}`, objectArn(call.bucket, key));
}

/**
 * What to throw where an object is not there: only who may list the bucket learns that.
 *
 * @throws {AccessDenied}
 */
export function missingObject(context: S3Context, caller: Caller | null, bucket: BucketConfiguration, key: string) {
  context.authorization.require(caller, 's3:ListBucket', bucket.arn);
  return noSuchKey(key);
}

/** Splits a path into bucket and key. */
export interface ResourcePath {
  readonly bucketName: string;
  readonly key: string;
}

/** The request's call. @throws {AwsError} NoSuchBucket */
export function callOf(context: S3Context, request: ServiceRequest, path: ResourcePath): S3Call {
  const bucket = context.buckets.get(path.bucketName);
  if (!bucket) throw noSuchBucket(path.bucketName);
  const { method, query, body, caller, origin } = request;
  return { method, bucket, key: path.key, query, headers: headersOf(request), body, caller, origin };
}

/** Query parameters that sign a URL and stand for no header. */
const signingParameters: ReadonlySet<string> = new Set([
  'x-amz-algorithm',
  'x-amz-content-sha256',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-expires',
  'x-amz-security-token',
  'x-amz-signature',
  'x-amz-signedheaders',
]);

/** A request's headers. SDKs move `x-amz-` headers into the query of a presigned URL, where S3 takes them for headers. */
export function headersOf({ headers, query }: ServiceRequest): Readonly<Record<string, string | undefined>> {
  const moved = [...query].filter(([name]) => isMovedHeader(name.toLowerCase()));
  const sent = Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]);
  return Object.fromEntries([...moved.map(([name, value]) => [name.toLowerCase(), value]), ...sent]);
}

/** S3 does not look at a checksum in the query: SDKs sign that of an empty body, which no upload could meet. */
const ignoredParameter = /^x-amz-(checksum-(crc32|crc32c|crc64nvme|sha1|sha256)|sdk-checksum-algorithm)$/;

const isMovedHeader = (name: string) =>
  name.startsWith('x-amz-') && !signingParameters.has(name) && !ignoredParameter.test(name);
