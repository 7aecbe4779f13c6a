import { inert, matching, refused, text } from './arguments.ts';
import { resourceType } from './resource-type.ts';

/** The domain of a pool's token endpoint. Source: Terraform AWS provider, "Resource: aws_cognito_user_pool_domain". */
export const awsCognitoUserPoolDomain = resourceType({
  type: 'aws_cognito_user_pool_domain',
  arguments: {
    domain: matching(
      /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
      'a prefix of lower-case letters, digits and hyphens, at most 63; the local stage has no custom domains',
    ),
    user_pool_id: text,
    managed_login_version: inert,
    certificate_arn: refused('the local stage has no custom domains'),
  },
  attributes: ({ domain }, { accountId }) => ({ id: domain, aws_account_id: accountId }),
});
