import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { afterEach, expect } from 'vitest';
import { type Clock, createClock } from '../../../src/clock.ts';
import { listenEndpoint } from '../../../src/services/endpoint.ts';
import { createAuthorization } from '../../../src/services/iam/authorization-engine.ts';
import type {
  PolicyStatement,
  ResourcePolicyConfiguration,
  RoleConfiguration,
} from '../../../src/services/iam/configuration.ts';
import { type AccessKey, createCredentials, type SessionCredentials } from '../../../src/services/iam/credentials.ts';
import { createSignatureVerifier } from '../../../src/services/iam/signature.ts';
import type { BucketConfiguration, CorsRule } from '../../../src/services/s3/configuration.ts';
import { createS3 } from '../../../src/services/s3/s3.ts';
import { openState, type State } from '../../../src/state.ts';

const accountId = '123456789012';
export const region = 'eu-central-1';
export const Bucket = 'attachments';
export const bucketArn = `arn:aws:s3:::${Bucket}`;

interface StageOptions {
  readonly corsRules?: readonly CorsRule[];
  /** What the role of `roleClient` may do. */
  readonly statements?: readonly PolicyStatement[];
  readonly bucketPolicy?: readonly PolicyStatement[];
  readonly state?: State;
}

export interface S3Stage {
  /** Signs as the stage's operator. */
  readonly client: S3Client;
  /** Signs as a session of a role that has the given statements and nothing else. */
  readonly roleClient: S3Client;
  readonly operator: AccessKey;
  readonly session: SessionCredentials;
  /** A client of the operator with other settings. */
  clientWith(settings: S3ClientConfig): S3Client;
  readonly origin: string;
  readonly clock: Clock;
  readonly state: State;
}

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** S3 behind the stage's endpoint, with the real SDK's client; everything ends with the test. */
export async function startS3(options: StageOptions = {}): Promise<S3Stage> {
  // Signatures are compared with the stage's clock, so it stands still at the host's time.
  const clock = createClock(Date.now());
  const state = options.state ?? openState();
  const role = testRole(options.statements ?? []);
  const credentials = createCredentials({ accountId, clock });
  const resourcePolicies = bucketPolicies(options.bucketPolicy ?? []);
  const authorization = createAuthorization({ roles: [role], resourcePolicies, clock });
  const buckets = [bucket(Bucket, options.corsRules), bucket('exports', [])];
  const s3 = createS3(buckets, { clock, state, authorization, credentials, region, accountId });
  const defects: unknown[] = [];
  const endpoint = await listenEndpoint(0);
  endpoint.serve({
    services: [s3],
    anonymous: (request) => (s3.takesUnsigned(request) ? s3 : undefined),
    signatureVerifier: createSignatureVerifier({ credentials, clock, region }),
    clock,
    onDefect: (defect) => defects.push(defect),
  });
  cleanups.push(
    () => endpoint.close(),
    // A defect of the stage fails the test, whatever its caller made of the 500.
    () => expect(defects).toEqual([]),
  );
  const session = credentials.issue(role, 'session');
  const clientWith = (settings: S3ClientConfig) => {
    const client = new S3Client({ endpoint: endpoint.origin, region, maxAttempts: 1, ...settings });
    cleanups.push(() => client.destroy());
    return client;
  };
  return {
    ...{ clock, state, session, operator: credentials.operator, origin: endpoint.origin },
    client: clientWith({ credentials: credentials.operator }),
    roleClient: clientWith({ credentials: session }),
    clientWith: (settings) => clientWith({ credentials: credentials.operator, ...settings }),
  };
}

const bucket = (name: string, corsRules: readonly CorsRule[] = []): BucketConfiguration => ({
  address: `aws_s3_bucket.${name}`,
  name,
  arn: `arn:aws:s3:::${name}`,
  corsRules,
});

const bucketPolicies = (statements: readonly PolicyStatement[]): readonly ResourcePolicyConfiguration[] =>
  statements.length === 0
    ? []
    : [
        {
          address: `aws_s3_bucket_policy.${Bucket}`,
          resourceArn: bucketArn,
          document: { Version: '2012-10-17', Statement: statements },
        },
      ];

const testRole = (statements: readonly PolicyStatement[]): RoleConfiguration => ({
  address: 'aws_iam_role.attachments',
  name: 'attachments',
  arn: `arn:aws:iam::${accountId}:role/attachments`,
  uniqueId: 'AROALOCALSTAGEATTACH1',
  trustPolicy: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
  },
  policies: [
    { address: 'aws_iam_role_policy.attachments', document: { Version: '2012-10-17', Statement: statements } },
  ],
});
