import { json, optional, text } from './arguments.ts';
import { nameOf } from './naming.ts';
import { resourceType } from './resource-type.ts';

/** An inline policy of a role. Source: Terraform AWS provider, "Resource: aws_iam_role_policy". */
export const awsIamRolePolicy = resourceType({
  type: 'aws_iam_role_policy',
  arguments: { name: optional(text), name_prefix: optional(text), role: text, policy: json },
  attributes: (args, context) => {
    const name = nameOf(args, context);
    return { id: `${args.role}:${name}`, name };
  },
});
