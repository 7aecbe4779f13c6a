import { boolMap, matching, optional, text, textMap } from './arguments.ts';
import { httpMethods } from './aws_api_gateway_method.ts';
import { resourceType } from './resource-type.ts';

/** A response that a method declares. Source: Terraform AWS provider, "Resource: aws_api_gateway_method_response". */
export const awsApiGatewayMethodResponse = resourceType({
  type: 'aws_api_gateway_method_response',
  arguments: {
    rest_api_id: text,
    resource_id: text,
    http_method: httpMethods,
    status_code: matching(/^[1-5]\d\d$/, 'a status code, for example "200"'),
    response_models: optional(textMap, {}),
    response_parameters: optional(boolMap, {}),
  },
  attributes: ({ rest_api_id, resource_id, http_method, status_code }) => ({
    id: `agmr-${rest_api_id}-${resource_id}-${http_method}-${status_code}`,
  }),
});
