import { blocks, text } from './arguments.ts';
import { resourceType } from './resource-type.ts';

/** Scopes that access tokens can carry. Source: Terraform AWS provider, "Resource: aws_cognito_resource_server". */
export const awsCognitoResourceServer = resourceType({
  type: 'aws_cognito_resource_server',
  arguments: {
    identifier: text,
    name: text,
    user_pool_id: text,
    scope: blocks({ scope_name: text, scope_description: text }, { maximum: 100 }),
  },
  attributes: ({ identifier, user_pool_id, scope }) => ({
    id: `${user_pool_id}|${identifier}`,
    scope_identifiers: scope.map(({ scope_name }) => `${identifier}/${scope_name}`),
  }),
});
