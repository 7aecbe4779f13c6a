import { blocks, inert, json, matching, optional, refused, tagged, text, texts } from './arguments.ts';
import { alphabets } from './identifiers.ts';
import { iamArn, nameOf } from './naming.ts';
import { resourceType } from './resource-type.ts';

/** A path of IAM. Source: IAM API Reference, "CreateRole", Path. */
export const iamPath = optional(matching(/^\/([!-~]+\/)?$/, 'a path that begins and ends with /'), '/');

/** A role. Source: Terraform AWS provider, "Resource: aws_iam_role". */
export const awsIamRole = resourceType({
  type: 'aws_iam_role',
  arguments: {
    ...tagged,
    name: optional(matching(/^[\w+=,.@-]{1,64}$/, '1 to 64 letters, digits and +=,.@_-')),
    name_prefix: optional(text),
    path: iamPath,
    assume_role_policy: json,
    inline_policy: blocks({ name: text, policy: json }),
    managed_policy_arns: optional(texts, []),
    permissions_boundary: refused('the local stage evaluates no permissions boundaries'),
    description: inert,
    force_detach_policies: inert,
    max_session_duration: inert,
  },
  attributes: (args, context) => {
    const name = nameOf(args, context);
    return {
      id: name,
      name,
      arn: iamArn(context, `role${args.path}${name}`),
      unique_id: `AROA${context.identifiers.of('id', 17, alphabets.upperCaseAndDigits)}`,
    };
  },
});
