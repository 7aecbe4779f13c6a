import { optional, refused, text } from './arguments.ts';
import { resourceType } from './resource-type.ts';

/** A statement of a function's resource policy. Source: Terraform AWS provider, "Resource: aws_lambda_permission". */
export const awsLambdaPermission = resourceType({
  type: 'aws_lambda_permission',
  arguments: {
    function_name: text,
    action: text,
    principal: text,
    source_arn: optional(text),
    source_account: optional(text),
    statement_id: optional(text),
    statement_id_prefix: optional(text),
    event_source_token: refused('the local stage has no Alexa skills'),
    function_url_auth_type: refused('the local stage has no function URLs'),
    principal_org_id: refused('the local stage has no organization'),
    qualifier: refused('the local stage runs $LATEST only'),
  },
  attributes: ({ statement_id, statement_id_prefix }, { identifiers }) => {
    const id = statement_id ?? `${statement_id_prefix ?? 'terraform-'}${identifiers.of('statement', 26, '0123456789')}`;
    return { id, statement_id: id };
  },
});
