import type { TableConfiguration } from '../../services/dynamodb/configuration.ts';
import type { BucketConfiguration } from '../../services/s3/configuration.ts';
import type { SecretConfiguration } from '../../services/secrets/configuration.ts';
import { awsDynamodbTable } from '../aws_dynamodb_table.ts';
import { awsS3Bucket } from '../aws_s3_bucket.ts';
import { awsS3BucketCorsConfiguration } from '../aws_s3_bucket_cors_configuration.ts';
import { awsSecretsmanagerSecret } from '../aws_secretsmanager_secret.ts';
import { awsSecretsmanagerSecretVersion } from '../aws_secretsmanager_secret_version.ts';
import { type Assembly, referred, requireUnique } from './assembly.ts';

export function assembleTables({ resources }: Assembly): readonly TableConfiguration[] {
  const tables = resources.all(awsDynamodbTable);
  requireUnique(tables, 'the table', ({ args }) => args.name);
  return tables.map(({ address, args, attributes }) => {
    const ttl = args.ttl[0];
    return {
      address,
      name: args.name,
      arn: attributes.arn,
      attributeDefinitions: args.attribute.map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
      keySchema: keySchema(args),
      globalSecondaryIndexes: args.global_secondary_index.map((index) => ({
        IndexName: index.name,
        KeySchema: keySchema(index),
        Projection: {
          ProjectionType: index.projection_type,
          ...(index.non_key_attributes.length > 0 ? { NonKeyAttributes: index.non_key_attributes } : {}),
        },
      })),
      timeToLiveAttribute: ttl?.enabled ? (ttl.attribute_name ?? undefined) : undefined,
    };
  });
}

function keySchema({
  hash_key,
  range_key,
}: {
  hash_key: string;
  range_key: string | null;
}): TableConfiguration['keySchema'] {
  const hash = { AttributeName: hash_key, KeyType: 'HASH' } as const;
  return range_key === null ? [hash] : [hash, { AttributeName: range_key, KeyType: 'RANGE' }];
}

export function assembleBuckets({ resources }: Assembly): readonly BucketConfiguration[] {
  const buckets = resources.all(awsS3Bucket);
  requireUnique(buckets, 'the bucket', ({ attributes }) => attributes.bucket);
  const cors = resources.all(awsS3BucketCorsConfiguration);
  requireUnique(cors, 'a CORS configuration of', ({ args }) => args.bucket);
  for (const { address, args } of cors)
    referred({ address }, 'bucket', args.bucket, buckets, ({ attributes }) => attributes.bucket === args.bucket);
  return buckets.map(({ address, attributes }) => ({
    address,
    name: attributes.bucket,
    arn: attributes.arn,
    corsRules: (cors.find(({ args }) => args.bucket === attributes.bucket)?.args.cors_rule ?? []).map((rule) => ({
      allowedMethods: rule.allowed_methods,
      allowedOrigins: rule.allowed_origins,
      allowedHeaders: rule.allowed_headers,
      exposeHeaders: rule.expose_headers,
      maxAgeSeconds: rule.max_age_seconds ?? undefined,
    })),
  }));
}

export function assembleSecrets({ resources }: Assembly): readonly SecretConfiguration[] {
  const secrets = resources.all(awsSecretsmanagerSecret);
  requireUnique(secrets, 'the secret', ({ attributes }) => attributes.name);
  const versions = resources.all(awsSecretsmanagerSecretVersion);
  requireUnique(versions, 'a current version of', ({ args }) => args.secret_id);
  for (const { address, args } of versions) {
    referred({ address }, 'secret_id', args.secret_id, secrets, ({ attributes }) => attributes.arn === args.secret_id);
  }
  return secrets.map(({ address, attributes }) => {
    const version = versions.find(({ args }) => args.secret_id === attributes.arn);
    return {
      address,
      name: attributes.name,
      arn: attributes.arn,
      versionId: version?.attributes.version_id ?? '',
      secretString: version?.args.secret_string ?? version?.args.secret_string_wo ?? undefined,
    };
  });
}
