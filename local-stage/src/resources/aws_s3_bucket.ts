import { inert, matching, optional, refused, tagged, text } from './arguments.ts';
import { resourceType } from './resource-type.ts';

const ownResource = 'the local stage reads it from a resource of its own';

/** A bucket. Source: Terraform AWS provider, "Resource: aws_s3_bucket"; names: "General purpose bucket naming rules". */
export const awsS3Bucket = resourceType({
  type: 'aws_s3_bucket',
  arguments: {
    ...tagged,
    bucket: optional(
      matching(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, '3 to 63 lower-case letters, digits, dots and hyphens'),
    ),
    bucket_prefix: optional(text),
    force_destroy: inert,
    acceleration_status: refused('the local stage has no transfer acceleration'),
    acl: refused('the local stage has no access control lists', 'private'),
    cors_rule: refused(`${ownResource}, aws_s3_bucket_cors_configuration`),
    grant: refused('the local stage has no access control lists'),
    lifecycle_rule: inert,
    logging: inert,
    object_lock_configuration: refused('the local stage locks no objects'),
    object_lock_enabled: refused('the local stage locks no objects', false),
    policy: refused(`${ownResource}, aws_s3_bucket_policy`),
    replication_configuration: refused('the local stage has one region'),
    request_payer: inert,
    server_side_encryption_configuration: inert,
    versioning: inert,
    website: refused('the local stage serves no websites'),
  },
  attributes: ({ bucket, bucket_prefix }, { region, identifiers }) => {
    const name = bucket ?? `${bucket_prefix ?? 'terraform-'}${identifiers.of('name', 26, '0123456789')}`;
    return {
      id: name,
      bucket: name,
      arn: `arn:aws:s3:::${name}`,
      bucket_domain_name: `${name}.s3.amazonaws.com`,
      bucket_region: region,
      bucket_regional_domain_name: `${name}.s3.${region}.amazonaws.com`,
    };
  },
});
