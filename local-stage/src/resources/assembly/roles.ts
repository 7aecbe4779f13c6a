import type { ResourcePolicyConfiguration, RoleConfiguration } from '../../services/iam/configuration.ts';
import { TerraformError } from '../../terraform/errors.ts';
import { awsIamPolicy } from '../aws_iam_policy.ts';
import { awsIamRole } from '../aws_iam_role.ts';
import { awsIamRolePolicy } from '../aws_iam_role_policy.ts';
import { awsIamRolePolicyAttachment } from '../aws_iam_role_policy_attachment.ts';
import { awsS3Bucket } from '../aws_s3_bucket.ts';
import { awsS3BucketPolicy } from '../aws_s3_bucket_policy.ts';
import { awsSecretsmanagerSecret } from '../aws_secretsmanager_secret.ts';
import { awsSecretsmanagerSecretPolicy } from '../aws_secretsmanager_secret_policy.ts';
import { awsSqsQueue } from '../aws_sqs_queue.ts';
import { awsSqsQueuePolicy } from '../aws_sqs_queue_policy.ts';
import { type Assembly, referred, requireUnique } from './assembly.ts';
import { managedPolicies } from './managed-policies.ts';
import { policyDocument } from './policies.ts';

type Policies = RoleConfiguration['policies'];

/** The roles, each with every policy that the document gives it. */
export function assembleRoles(assembly: Assembly): readonly RoleConfiguration[] {
  const roles = assembly.resources.all(awsIamRole);
  requireUnique(roles, 'the role', ({ attributes }) => attributes.name);
  const attached = Map.groupBy([...inlinePolicies(assembly), ...attachedPolicies(assembly)], ({ role }) => role);
  return roles.map(({ address, args, attributes }) => ({
    address,
    name: attributes.name,
    arn: attributes.arn,
    uniqueId: attributes.unique_id,
    trustPolicy: policyDocument(address, args.assume_role_policy),
    policies: [
      ...args.inline_policy.map(({ policy }) => ({ address, document: policyDocument(address, policy) })),
      ...args.managed_policy_arns.map((arn) => managedPolicy(assembly, address, arn)),
      ...(attached.get(attributes.name) ?? []).map(({ policy }) => policy),
    ],
  }));
}

interface Attachment {
  readonly role: string;
  readonly policy: Policies[number];
}

function inlinePolicies({ resources }: Assembly): readonly Attachment[] {
  return resources.all(awsIamRolePolicy).map(({ address, args }) => ({
    role: referred(
      { address },
      'role',
      args.role,
      resources.all(awsIamRole),
      ({ attributes }) => attributes.name === args.role,
    ).attributes.name,
    policy: { address, document: policyDocument(address, args.policy) },
  }));
}

function attachedPolicies(assembly: Assembly): readonly Attachment[] {
  const { resources } = assembly;
  return resources.all(awsIamRolePolicyAttachment).map(({ address, args }) => ({
    role: referred(
      { address },
      'role',
      args.role,
      resources.all(awsIamRole),
      ({ attributes }) => attributes.name === args.role,
    ).attributes.name,
    policy: managedPolicy(assembly, address, args.policy_arn),
  }));
}

function managedPolicy({ resources }: Assembly, address: string, arn: string): Policies[number] {
  const own = resources.all(awsIamPolicy).find(({ attributes }) => attributes.arn === arn);
  if (own) return { address: own.address, document: policyDocument(own.address, own.args.policy) };
  const document = managedPolicies.get(arn);
  if (document) return { address, document };
  throw new TerraformError(
    address,
    `the local stage does not know the managed policy '${arn}'. Expected an aws_iam_policy of this document or one of: ${[...managedPolicies.keys()].join(', ')}`,
  );
}

/** The policies on queues, buckets and secrets. */
export function assembleResourcePolicies({ resources }: Assembly): readonly ResourcePolicyConfiguration[] {
  const queues = resources.all(awsSqsQueue);
  const buckets = resources.all(awsS3Bucket);
  const secrets = resources.all(awsSecretsmanagerSecret);
  const policy = (address: string, resourceArn: string, json: string) => ({
    address,
    resourceArn,
    document: policyDocument(address, json),
  });
  const policies = [
    ...[...queues, ...secrets].flatMap(({ address, args, attributes }) =>
      args.policy === null ? [] : [policy(address, attributes.arn, args.policy)],
    ),
    ...resources.all(awsSqsQueuePolicy).map(({ address, args }) => {
      const queue = referred(
        { address },
        'queue_url',
        args.queue_url,
        queues,
        ({ attributes }) => attributes.url === args.queue_url,
      );
      return policy(address, queue.attributes.arn, args.policy);
    }),
    ...resources.all(awsS3BucketPolicy).map(({ address, args }) => {
      const bucket = referred(
        { address },
        'bucket',
        args.bucket,
        buckets,
        ({ attributes }) => attributes.bucket === args.bucket,
      );
      return policy(address, bucket.attributes.arn, args.policy);
    }),
    ...resources.all(awsSecretsmanagerSecretPolicy).map(({ address, args }) => {
      const secret = referred(
        { address },
        'secret_arn',
        args.secret_arn,
        secrets,
        ({ attributes }) => attributes.arn === args.secret_arn,
      );
      return policy(address, secret.attributes.arn, args.policy);
    }),
  ];
  requireUnique(policies, 'a policy on', ({ resourceArn }) => resourceArn);
  return policies;
}
