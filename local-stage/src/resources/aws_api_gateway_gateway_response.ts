import { matching, optional, text, textMap } from './arguments.ts';
import { resourceType } from './resource-type.ts';

/** The gateway's own answer of one kind. Source: Terraform AWS provider, "Resource: aws_api_gateway_gateway_response". */
export const awsApiGatewayGatewayResponse = resourceType({
  type: 'aws_api_gateway_gateway_response',
  arguments: {
    rest_api_id: text,
    response_type: matching(/^[A-Z0-9_]+$/, 'a response type, for example UNAUTHORIZED or DEFAULT_4XX'),
    status_code: optional(matching(/^[1-5]\d\d$/, 'a status code, for example "401"')),
    response_parameters: optional(textMap, {}),
    response_templates: optional(textMap, {}),
  },
  attributes: ({ rest_api_id, response_type }) => ({ id: `aggr-${rest_api_id}-${response_type}` }),
});
