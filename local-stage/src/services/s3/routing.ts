import type { ServiceOperations } from '../service-operations.ts';
import { headersOf, type S3Call, type S3Operation } from './call.ts';
import { notImplemented, slowDown } from './errors.ts';
import { postObject } from './form-upload/post-object.ts';
import { getBucketLocation, headBucket } from './operations/buckets.ts';
import { completeMultipartUpload } from './operations/complete-multipart-upload.ts';
import { copyObject } from './operations/copy-object.ts';
import { createMultipartUpload } from './operations/create-multipart-upload.ts';
import { deleteObject, deleteObjects } from './operations/delete-object.ts';
import { getObject, headObject } from './operations/get-object.ts';
import { listObjectsV2 } from './operations/list-objects-v2.ts';
import { putObject } from './operations/put-object.ts';
import { abortMultipartUpload, listParts, uploadPart } from './operations/upload-part.ts';
import { parseResourcePath } from './resource-path.ts';

/** One way to ask for an operation; the first row that fits is taken. */
interface Route {
  readonly method: string;
  readonly target: 'bucket' | 'object';
  /** Query parameter that must be there. */
  readonly parameter?: string;
  /** Header that must be there. */
  readonly header?: string;
  /** The operation's, in the API reference. */
  readonly name: string;
  readonly operation: S3Operation;
}

const routes: readonly Route[] = [
  { method: 'HEAD', target: 'bucket', name: 'HeadBucket', operation: headBucket },
  { method: 'GET', target: 'bucket', parameter: 'location', name: 'GetBucketLocation', operation: getBucketLocation },
  { method: 'GET', target: 'bucket', parameter: 'list-type', name: 'ListObjectsV2', operation: listObjectsV2 },
  { method: 'POST', target: 'bucket', parameter: 'delete', name: 'DeleteObjects', operation: deleteObjects },
  { method: 'POST', target: 'bucket', name: 'PostObject', operation: postObject },
  { method: 'GET', target: 'object', parameter: 'uploadId', name: 'ListParts', operation: listParts },
  { method: 'GET', target: 'object', name: 'GetObject', operation: getObject },
  { method: 'HEAD', target: 'object', name: 'HeadObject', operation: headObject },
  { method: 'PUT', target: 'object', parameter: 'uploadId', name: 'UploadPart', operation: uploadPart },
  { method: 'PUT', target: 'object', header: 'x-amz-copy-source', name: 'CopyObject', operation: copyObject },
  { method: 'PUT', target: 'object', name: 'PutObject', operation: putObject },
  {
    method: 'POST',
    target: 'object',
    parameter: 'uploads',
    name: 'CreateMultipartUpload',
    operation: createMultipartUpload,
  },
  {
    method: 'POST',
    target: 'object',
    parameter: 'uploadId',
    name: 'CompleteMultipartUpload',
    operation: completeMultipartUpload,
  },
  {
    method: 'DELETE',
    target: 'object',
    parameter: 'uploadId',
    name: 'AbortMultipartUpload',
    operation: abortMultipartUpload,
  },
  { method: 'DELETE', target: 'object', name: 'DeleteObject', operation: deleteObject },
];

type Asked = Pick<S3Call, 'method' | 'key' | 'query' | 'headers'>;

const targetOf = ({ key }: Asked) => (key === '' ? 'bucket' : 'object');

function routeOf(asked: Asked): Route | undefined {
  const target = targetOf(asked);
  return routes.find(
    ({ method, target: on, parameter, header }) =>
      method === asked.method &&
      on === target &&
      (parameter === undefined || asked.query.has(parameter)) &&
      (header === undefined || asked.headers[header] !== undefined),
  );
}

export const s3Operations: ServiceOperations = {
  names: routes.map(({ name }) => name).sort(),
  of: (request) => {
    const { bucketName, key } = parseResourcePath(request.path);
    return bucketName === '' ? undefined : routeOf({ ...request, key, headers: headersOf(request) })?.name;
  },
  throttling: slowDown,
};

/** @throws {AwsError} NotImplemented */
export function operationFor(call: S3Call): S3Operation {
  const route = routeOf(call);
  if (route) return route.operation;
  throw notImplemented(
    `${call.method} on ${targetOf(call) === 'bucket' ? 'a bucket' : 'an object'} with the query "${call.query}"`,
    'objects, ListObjectsV2, HeadBucket, GetBucketLocation, DeleteObjects, multipart and form uploads',
  );
}
