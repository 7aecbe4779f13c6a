import { inert, json, optional, refused, tagged, text } from './arguments.ts';
import { alphabets } from './identifiers.ts';
import { nameOf, regionalArn } from './naming.ts';
import { resourceType } from './resource-type.ts';

/** A secret. Source: Terraform AWS provider, "Resource: aws_secretsmanager_secret". */
export const awsSecretsmanagerSecret = resourceType({
  type: 'aws_secretsmanager_secret',
  arguments: {
    ...tagged,
    name: optional(text),
    name_prefix: optional(text),
    policy: optional(json),
    description: inert,
    force_overwrite_replica_secret: inert,
    kms_key_id: inert,
    recovery_window_in_days: inert,
    replica: refused('the local stage has one region'),
  },
  attributes: (args, context) => {
    const name = nameOf(args, context);
    const suffix = context.identifiers.of('suffix', 6, alphabets.alphanumeric);
    const arn = regionalArn(context, 'secretsmanager', `secret:${name}-${suffix}`);
    return { id: arn, arn, name };
  },
});
