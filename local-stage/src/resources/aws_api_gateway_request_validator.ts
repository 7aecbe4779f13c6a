import { bool, optional, text } from './arguments.ts';
import { apiGatewayId } from './naming.ts';
import { resourceType } from './resource-type.ts';

/** What API Gateway checks of a request. Source: Terraform AWS provider, "Resource: aws_api_gateway_request_validator". */
export const awsApiGatewayRequestValidator = resourceType({
  type: 'aws_api_gateway_request_validator',
  arguments: {
    rest_api_id: text,
    name: text,
    validate_request_body: optional(bool, false),
    validate_request_parameters: optional(bool, false),
  },
  attributes: (_args, context) => ({ id: apiGatewayId(context, 6) }),
});
