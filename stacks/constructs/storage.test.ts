import { describe, expect, it } from 'vitest';
import { environments } from '../environments.ts';
import { at, only } from '../testing/document.ts';
import { statementsOf } from '../testing/policies.ts';
import { synthesize } from '../testing/synthesize.ts';

const document = synthesize();

describe('the table', () => {
  it('is paid by request, can be restored to any minute, and forgets what expires', () => {
    expect(at(document, 'aws_dynamodb_table.table')).toMatchObject({
      billing_mode: 'PAY_PER_REQUEST',
      point_in_time_recovery: { enabled: true },
      ttl: { attribute_name: 'expiresAt', enabled: true },
      hash_key: 'pk',
      range_key: 'sk',
      global_secondary_index: [{ name: 'gsi1', hash_key: 'gsi1pk', range_key: 'gsi1sk', projection_type: 'ALL' }],
    });
  });
});

describe.each(['exports', 'attachments'])('the bucket of %s', (contents) => {
  const bucket = `\${aws_s3_bucket.${contents}-bucket.id}`;

  it('has a name that no other account has', () => {
    expect(at(document, `aws_s3_bucket.${contents}-bucket`)['bucket']).toBe(
      `gatehouse-dev-${contents}-\${data.aws_caller_identity.account.account_id}-eu-west-1`,
    );
  });

  it('is private, encrypted and reached by TLS alone', () => {
    expect(only(document, 'aws_s3_bucket_public_access_block', { bucket })).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(only(document, 'aws_s3_bucket_ownership_controls', { bucket })['rule']).toEqual({
      object_ownership: 'BucketOwnerEnforced',
    });
    expect(only(document, 'aws_s3_bucket_server_side_encryption_configuration', { bucket })['rule']).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } },
    ]);
    expect(statementsOf(only(document, 'aws_s3_bucket_policy', { bucket })['policy'])).toEqual([
      expect.objectContaining({
        Effect: 'Deny',
        Principal: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    ]);
  });

  it('is there for pages of the environment, and for no others', () => {
    const { cors_rule } = only(document, 'aws_s3_bucket_cors_configuration', { bucket });
    expect(cors_rule).toEqual([
      expect.objectContaining({
        allowed_origins: environments.dev.corsOrigins,
        allowed_methods: contents === 'exports' ? ['GET'] : ['GET', 'PUT'],
      }),
    ]);
  });

  it('drops uploads that nobody finished, and exports after a week', () => {
    const { rule } = only(document, 'aws_s3_bucket_lifecycle_configuration', { bucket });
    const abandoned = expect.objectContaining({ abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }] });
    const expired = expect.objectContaining({ expiration: [{ days: 7 }] });
    expect(rule).toEqual(contents === 'exports' ? [abandoned, expired] : [abandoned]);
  });
});
