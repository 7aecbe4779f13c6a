import { inert, json, optional, tagged, text } from './arguments.ts';
import { iamPath } from './aws_iam_role.ts';
import { alphabets } from './identifiers.ts';
import { iamArn, nameOf } from './naming.ts';
import { resourceType } from './resource-type.ts';

/** A managed policy of the account. Source: Terraform AWS provider, "Resource: aws_iam_policy". */
export const awsIamPolicy = resourceType({
  type: 'aws_iam_policy',
  arguments: {
    ...tagged,
    name: optional(text),
    name_prefix: optional(text),
    path: iamPath,
    policy: json,
    description: inert,
  },
  attributes: (args, context) => {
    const name = nameOf(args, context);
    const arn = iamArn(context, `policy${args.path}${name}`);
    return { id: arn, arn, name, policy_id: `ANPA${context.identifiers.of('id', 17, alphabets.upperCaseAndDigits)}` };
  },
});
