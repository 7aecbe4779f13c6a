import { EvaluationError } from '../terraform/errors.ts';
import { oneOf, optional, refused, text, texts, wholeNumber } from './arguments.ts';
import { apiGatewayArn, apiGatewayId } from './naming.ts';
import { resourceType } from './resource-type.ts';

/** An authorizer of a REST API. Source: Terraform AWS provider, "Resource: aws_api_gateway_authorizer". */
export const awsApiGatewayAuthorizer = resourceType({
  type: 'aws_api_gateway_authorizer',
  arguments: {
    rest_api_id: text,
    name: text,
    type: optional(oneOf('TOKEN', 'REQUEST', 'COGNITO_USER_POOLS'), 'TOKEN'),
    authorizer_uri: optional(text),
    authorizer_result_ttl_in_seconds: optional(wholeNumber(0, 3600), 300),
    identity_source: optional(text, 'method.request.header.Authorization'),
    identity_validation_expression: optional(text),
    provider_arns: optional(texts, []),
    authorizer_credentials: refused('the local stage invokes authorizers by their resource policy, not by a role'),
  },
  attributes: (args, context) => {
    const cognito = args.type === 'COGNITO_USER_POOLS';
    if (cognito && args.provider_arns.length === 0)
      throw new EvaluationError("no argument 'provider_arns', which type COGNITO_USER_POOLS requires");
    if (!cognito && args.authorizer_uri === null)
      throw new EvaluationError(`no argument 'authorizer_uri', which type ${args.type} requires`);
    const id = apiGatewayId(context, 6);
    return { id, arn: apiGatewayArn(context, `/restapis/${args.rest_api_id}/authorizers/${id}`) };
  },
});
