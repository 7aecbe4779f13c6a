import { bool, boolMap, oneOf, optional, text, textMap, texts } from './arguments.ts';
import { resourceType } from './resource-type.ts';

/** HTTP methods that a REST API can declare. Source: API Gateway API Reference, "PutMethod". */
export const httpMethods = oneOf('GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'ANY');

/** A method of a REST API's resource. Source: Terraform AWS provider, "Resource: aws_api_gateway_method". */
export const awsApiGatewayMethod = resourceType({
  type: 'aws_api_gateway_method',
  arguments: {
    rest_api_id: text,
    resource_id: text,
    http_method: httpMethods,
    authorization: oneOf('NONE', 'AWS_IAM', 'CUSTOM', 'COGNITO_USER_POOLS'),
    authorizer_id: optional(text),
    authorization_scopes: optional(texts, []),
    api_key_required: optional(bool, false),
    operation_name: optional(text),
    request_models: optional(textMap, {}),
    request_parameters: optional(boolMap, {}),
    request_validator_id: optional(text),
  },
  attributes: ({ rest_api_id, resource_id, http_method }) => ({
    id: `agm-${rest_api_id}-${resource_id}-${http_method}`,
  }),
});
