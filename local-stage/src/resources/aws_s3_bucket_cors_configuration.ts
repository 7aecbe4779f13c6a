import { blocks, inert, number, optional, text, texts } from './arguments.ts';
import { resourceType } from './resource-type.ts';

/** A bucket's CORS rules. Source: Terraform AWS provider, "Resource: aws_s3_bucket_cors_configuration". */
export const awsS3BucketCorsConfiguration = resourceType({
  type: 'aws_s3_bucket_cors_configuration',
  arguments: {
    bucket: text,
    cors_rule: blocks(
      {
        allowed_methods: texts,
        allowed_origins: texts,
        allowed_headers: optional(texts, []),
        expose_headers: optional(texts, []),
        max_age_seconds: optional(number),
        id: inert,
      },
      { minimum: 1, maximum: 100 },
    ),
    expected_bucket_owner: inert,
  },
  attributes: ({ bucket }) => ({ id: bucket }),
});
