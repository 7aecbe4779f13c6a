import { inert, json, text } from './arguments.ts';
import { resourceType } from './resource-type.ts';

/** A secret's policy. Source: Terraform AWS provider, "Resource: aws_secretsmanager_secret_policy". */
export const awsSecretsmanagerSecretPolicy = resourceType({
  type: 'aws_secretsmanager_secret_policy',
  arguments: { secret_arn: text, policy: json, block_public_policy: inert },
  attributes: ({ secret_arn }) => ({ id: secret_arn }),
});
