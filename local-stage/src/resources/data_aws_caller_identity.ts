import { iamArn } from './naming.ts';
import { resourceType } from './resource-type.ts';

/** Who applies the document: the stage's operator. Source: Terraform AWS provider, "Data Source: aws_caller_identity". */
export const dataAwsCallerIdentity = resourceType({
  type: 'data.aws_caller_identity',
  arguments: {},
  attributes: (_args, context) => ({
    id: context.accountId,
    account_id: context.accountId,
    arn: iamArn(context, 'user/operator'),
    user_id: 'AIDALOCALSTAGEOPERATR',
  }),
});
