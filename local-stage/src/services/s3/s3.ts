import { createHash } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { State } from '../../state.ts';
import { AccessDenied, type Authorization } from '../iam/authorization.ts';
import type { Credentials } from '../iam/credentials.ts';
import { AwsError, type AwsService, type ServiceRequest, type ServiceResponse } from '../service.ts';
import { callOf, type ResourcePath, type S3Answer, type S3Context } from './call.ts';
import type { BucketConfiguration } from './configuration.ts';
import { actualCorsHeaders, answerPreflight } from './cors.ts';
import { accessDenied, notImplemented } from './errors.ts';
import { isMultipartForm } from './form-upload/multipart-form.ts';
import { openMultipartStore } from './multipart-store.ts';
import { openObjectStore } from './object-store.ts';
import { parseResourcePath } from './resource-path.ts';
import { operationFor, s3Operations } from './routing.ts';
import { assertSupported } from './unsupported.ts';
import { renderXml, type XmlElement } from './xml.ts';

export interface S3Dependencies {
  readonly clock: Clock;
  readonly state: State;
  readonly authorization: Authorization;
  /** The keys that sign the policies of form uploads. */
  readonly credentials: Pick<Credentials, 'find'>;
  readonly region: string;
  readonly accountId: string;
}

export interface S3 extends AwsService {
  /**
   * Whether an unsigned request is one for S3: a preflight, a form upload (whose policy is signed
   * instead), or anonymous access to a bucket of the stage, which only a bucket policy can allow.
   */
  takesUnsigned(request: ServiceRequest): boolean;
}

/**
 * Amazon S3 over its REST protocol, path-style, with the buckets that the Terraform declares. What is
 * stored stays in the state's `s3` database.
 */
export function createS3(buckets: readonly BucketConfiguration[], dependencies: S3Dependencies): S3 {
  const { state, ...others } = dependencies;
  const database = state.database('s3');
  const context: S3Context = {
    ...others,
    authorization: withoutReasons(others.authorization),
    buckets: new Map(buckets.map((bucket) => [bucket.name, bucket])),
    objects: openObjectStore(database),
    uploads: openMultipartStore(database),
  };
  return {
    signingName: 's3',
    operations: s3Operations,
    handle: async (request) => withCors(context, request, respond(context, request)),
    renderError: (error, requestId, request) => {
      const response = renderError(error, requestId);
      return request ? withCors(context, request, response) : response;
    },
    takesUnsigned: (request) => takesUnsigned(context, request),
  };
}

/** An anonymous caller does not learn why it is refused. */
const withoutReasons = (authorization: Authorization): Authorization => ({
  require(caller, ...asked) {
    try {
      authorization.require(caller, ...asked);
    } catch (error) {
      throw error instanceof AccessDenied && caller === null ? accessDenied() : error;
    }
  },
});

function takesUnsigned(context: S3Context, request: ServiceRequest): boolean {
  if (request.headers['x-amz-target'] !== undefined) return false;
  const [, bucketName = ''] = request.path.split('/', 2);
  const isForm = request.method === 'POST' && isMultipartForm(request.headers['content-type']);
  return isForm || context.buckets.has(bucketName);
}

/** Adds what lets a page of another origin read the answer; a preflight's answer has it already. */
function withCors(context: S3Context, request: ServiceRequest, response: ServiceResponse): ServiceResponse {
  if (request.method === 'OPTIONS') return response;
  const bucketName = request.path.split('/', 2)[1] ?? '';
  const cors = actualCorsHeaders(request, context.buckets.get(bucketName));
  return { ...response, headers: { ...response.headers, ...cors } };
}

function respond(context: S3Context, request: ServiceRequest): ServiceResponse {
  try {
    const path = parseResourcePath(request.path);
    const answer = request.method === 'OPTIONS' ? preflight(context, request, path) : operate(context, request, path);
    return {
      status: answer.status ?? 200,
      headers: { ...commonHeaders(request.requestId), ...answer.headers },
      body: answer.body ?? '',
    };
  } catch (error) {
    if (error instanceof AwsError) return renderError(error, request.requestId);
    if (error instanceof AccessDenied) return renderError(accessDenied(error.message), request.requestId);
    throw error;
  }
}

function operate(context: S3Context, request: ServiceRequest, path: ResourcePath): S3Answer {
  if (path.bucketName === '') throw notImplemented('ListBuckets', 'a request for a bucket or an object');
  const call = callOf(context, request, path);
  const operation = operationFor(call);
  assertSupported(call, context.accountId);
  return operation(context, call);
}

function preflight(context: S3Context, request: ServiceRequest, path: ResourcePath): S3Answer {
  return { headers: answerPreflight(request, context.buckets.get(path.bucketName), path.key) };
}

/** S3 gives each answer two ids; the second is longer. */
const commonHeaders = (requestId: string): Readonly<Record<string, string>> => ({
  'x-amz-request-id': requestId,
  'x-amz-id-2': hostIdOf(requestId),
});

const hostIdOf = (requestId: string) => createHash('sha384').update(requestId).digest('base64');

function renderError(error: AwsError, requestId: string): ServiceResponse {
  const details = Object.entries(error.details).map(([name, value]): XmlElement => [name, String(value)]);
  const body = renderXml(
    [
      'Error',
      [
        ['Code', error.code],
        ['Message', error.message],
        ...details,
        ['RequestId', requestId],
        ['HostId', hostIdOf(requestId)],
      ],
    ],
    false,
  );
  return {
    status: error.status,
    headers: { ...commonHeaders(requestId), 'content-type': 'application/xml' },
    body,
  };
}
