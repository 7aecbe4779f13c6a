import type { S3Call, S3Operation } from './call.ts';
import { notImplemented } from './errors.ts';
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

/** One way to ask for an operation; the first row that fits is taken. */
interface Route {
  readonly method: string;
  readonly target: 'bucket' | 'object';
  /** Query parameter that must be there. */
  readonly parameter?: string;
  /** Header that must be there. */
  readonly header?: string;
  readonly operation: S3Operation;
}

const routes: readonly Route[] = [
  { method: 'HEAD', target: 'bucket', operation: headBucket },
  { method: 'GET', target: 'bucket', parameter: 'location', operation: getBucketLocation },
  { method: 'GET', target: 'bucket', parameter: 'list-type', operation: listObjectsV2 },
  { method: 'POST', target: 'bucket', parameter: 'delete', operation: deleteObjects },
  { method: 'POST', target: 'bucket', operation: postObject },
  { method: 'GET', target: 'object', parameter: 'uploadId', operation: listParts },
  { method: 'GET', target: 'object', operation: getObject },
  { method: 'HEAD', target: 'object', operation: headObject },
  { method: 'PUT', target: 'object', parameter: 'uploadId', operation: uploadPart },
  { method: 'PUT', target: 'object', header: 'x-amz-copy-source', operation: copyObject },
  { method: 'PUT', target: 'object', operation: putObject },
  { method: 'POST', target: 'object', parameter: 'uploads', operation: createMultipartUpload },
  { method: 'POST', target: 'object', parameter: 'uploadId', operation: completeMultipartUpload },
  { method: 'DELETE', target: 'object', parameter: 'uploadId', operation: abortMultipartUpload },
  { method: 'DELETE', target: 'object', operation: deleteObject },
];

/** @throws {AwsError} NotImplemented */
export function operationFor(call: S3Call): S3Operation {
  const target = call.key === '' ? 'bucket' : 'object';
  const route = routes.find(
    ({ method, target: on, parameter, header }) =>
      method === call.method &&
      on === target &&
      (parameter === undefined || call.query.has(parameter)) &&
      (header === undefined || call.headers[header] !== undefined),
  );
  if (route) return route.operation;
  throw notImplemented(
    `${call.method} on ${target === 'bucket' ? 'a bucket' : 'an object'} with the query "${call.query}"`,
    'objects, ListObjectsV2, HeadBucket, GetBucketLocation, DeleteObjects, multipart and form uploads',
  );
}
