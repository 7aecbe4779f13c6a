import { matching, text } from './arguments.ts';
import { resourceType } from './resource-type.ts';

/** A managed policy on a role. Source: Terraform AWS provider, "Resource: aws_iam_role_policy_attachment". */
export const awsIamRolePolicyAttachment = resourceType({
  type: 'aws_iam_role_policy_attachment',
  arguments: { role: text, policy_arn: matching(/^arn:aws:iam::(aws|\d{12}):policy\/.+$/, "a managed policy's ARN") },
  attributes: ({ role, policy_arn }) => ({ id: `${role}/${policy_arn}` }),
});
