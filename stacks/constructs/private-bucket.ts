import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket/index.js';
import { S3BucketCorsConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-cors-configuration/index.js';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls/index.js';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy/index.js';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block/index.js';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration/index.js';
import { Construct } from 'constructs';
import type { Environment } from '../environment.ts';
import type { Grantable } from './grants.ts';
import { resourceName } from './names.ts';
import { type Statement, tlsOnlyPolicy } from './policy.ts';

export interface PrivateBucketProps {
  readonly environment: Environment;
  /** What is in it: `exports`. */
  readonly contents: string;
  readonly accountId: string;
  /** What pages of the environment's origins may do with a presigned URL. */
  readonly corsMethods: readonly string[];
  /** Days after which objects are deleted. @default they stay */
  readonly expirationDays?: number;
}

/** A bucket that nobody reads but by this account's leave: presigned URLs and the functions' roles. */
export class PrivateBucket extends Construct implements Grantable {
  readonly bucket: S3Bucket;
  readonly variables: Readonly<Record<string, string>>;
  /** Head of its statements' ids, since a function may be let at several buckets. */
  readonly #sid: string;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    const { environment, contents, accountId } = props;
    this.bucket = new S3Bucket(this, 'bucket', {
      // Bucket names are one namespace for all accounts, so the account's id and the region belong to it.
      bucket: `${resourceName(environment, contents)}-${accountId}-${environment.region}`,
      forceDestroy: !environment.deletionProtection,
    });
    this.bucket.overrideLogicalId(`${contents}-bucket`);
    this.#sid = contents.charAt(0).toUpperCase() + contents.slice(1);
    this.variables = { [`${contents.toUpperCase()}_BUCKET`]: this.bucket.bucket };
    this.close();
    this.allowPages(environment.corsOrigins, props.corsMethods);
    this.tidyUp(props.expirationDays);
  }

  /** `ListBucket` is an action on the bucket; every other one is on its objects. */
  statements(actions: readonly string[]): readonly Statement[] {
    const onObjects = actions.filter((action) => action !== 'ListBucket').map((action) => `s3:${action}`);
    const objects = { sid: `${this.#sid}Objects`, actions: onObjects, resources: [`${this.bucket.arn}/*`] };
    const list = { sid: `${this.#sid}List`, actions: ['s3:ListBucket'], resources: [this.bucket.arn] };
    return [...(onObjects.length > 0 ? [objects] : []), ...(actions.includes('ListBucket') ? [list] : [])];
  }

  private close(): void {
    const bucket = this.bucket.id;
    new S3BucketOwnershipControls(this, 'ownership', { bucket, rule: { objectOwnership: 'BucketOwnerEnforced' } });
    const closed = new S3BucketPublicAccessBlock(this, 'public-access', {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketPolicy(this, 'policy', {
      bucket,
      policy: tlsOnlyPolicy(this.bucket.arn),
      // S3 refuses to change a bucket's policy and its public access block at the same time.
      dependsOn: [closed],
    });
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
    });
  }

  private allowPages(origins: readonly string[], methods: readonly string[]): void {
    new S3BucketCorsConfiguration(this, 'cors', {
      bucket: this.bucket.id,
      corsRule: [
        {
          allowedMethods: [...methods],
          allowedOrigins: [...origins],
          allowedHeaders: ['*'],
          exposeHeaders: ['ETag'],
          maxAgeSeconds: 600,
        },
      ],
    });
  }

  private tidyUp(expirationDays: number | undefined): void {
    const filter = [{ prefix: '' }];
    const abandoned = {
      id: 'abandoned-uploads',
      status: 'Enabled',
      filter,
      abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
    };
    const expired = { id: 'expiration', status: 'Enabled', filter, expiration: [{ days: expirationDays ?? 0 }] };
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      bucket: this.bucket.id,
      rule: expirationDays === undefined ? [abandoned] : [abandoned, expired],
    });
  }
}
