import { json, text } from './arguments.ts';
import { resourceType } from './resource-type.ts';

/** A bucket's policy. Source: Terraform AWS provider, "Resource: aws_s3_bucket_policy". */
export const awsS3BucketPolicy = resourceType({
  type: 'aws_s3_bucket_policy',
  arguments: { bucket: text, policy: json },
  attributes: ({ bucket }) => ({ id: bucket }),
});
