import type { S3Operation } from '../call.ts';
import { renderXml } from '../xml.ts';

/** API reference: HeadBucket. */
export const headBucket: S3Operation = (context, call) => {
  context.authorization.require(call.caller, 's3:ListBucket', call.bucket.arn);
  return { headers: { 'x-amz-bucket-region': context.region, 'content-type': 'application/xml' } };
};

/** API reference: GetBucketLocation. Buckets of us-east-1 have no constraint. */
export const getBucketLocation: S3Operation = (context, call) => {
  context.authorization.require(call.caller, 's3:GetBucketLocation', call.bucket.arn);
  const constraint = context.region === 'us-east-1' ? '' : context.region;
  return { headers: { 'content-type': 'application/xml' }, body: renderXml(['LocationConstraint', constraint]) };
};
