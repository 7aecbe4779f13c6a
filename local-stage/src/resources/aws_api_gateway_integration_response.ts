import { matching, optional, refused, text, textMap } from './arguments.ts';
import { httpMethods } from './aws_api_gateway_method.ts';
import { resourceType } from './resource-type.ts';

/** How an integration's answer becomes a response. Source: Terraform AWS provider, "Resource: aws_api_gateway_integration_response". */
export const awsApiGatewayIntegrationResponse = resourceType({
  type: 'aws_api_gateway_integration_response',
  arguments: {
    rest_api_id: text,
    resource_id: text,
    http_method: httpMethods,
    status_code: matching(/^[1-5]\d\d$/, 'a status code, for example "200"'),
    selection_pattern: optional(text),
    response_parameters: optional(textMap, {}),
    response_templates: optional(textMap, {}),
    content_handling: refused('the local stage converts no payloads', ''),
  },
  attributes: ({ rest_api_id, resource_id, http_method, status_code }) => ({
    id: `agir-${rest_api_id}-${resource_id}-${http_method}-${status_code}`,
  }),
});
