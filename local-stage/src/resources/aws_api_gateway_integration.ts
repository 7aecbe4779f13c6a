import { inert, oneOf, optional, refused, text, textMap, wholeNumber } from './arguments.ts';
import { httpMethods } from './aws_api_gateway_method.ts';
import { resourceType } from './resource-type.ts';

const noCache = 'the local stage caches no answers';

/** What answers a REST API's method. Source: Terraform AWS provider, "Resource: aws_api_gateway_integration". */
export const awsApiGatewayIntegration = resourceType({
  type: 'aws_api_gateway_integration',
  arguments: {
    rest_api_id: text,
    resource_id: text,
    http_method: httpMethods,
    type: oneOf('AWS_PROXY', 'MOCK'),
    integration_http_method: optional(text),
    uri: optional(text),
    request_templates: optional(textMap, {}),
    passthrough_behavior: optional(oneOf('WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'), 'WHEN_NO_MATCH'),
    /** API Gateway quotas: 50 ms to 29 s; more takes a raised account quota. */
    timeout_milliseconds: optional(wholeNumber(50, 300_000), 29_000),
    connection_type: optional(oneOf('INTERNET'), 'INTERNET'),
    response_transfer_mode: optional(oneOf('BUFFERED'), 'BUFFERED'),
    cache_key_parameters: refused(noCache),
    cache_namespace: inert,
    connection_id: refused('the local stage has no VPC links'),
    content_handling: refused('the local stage converts no payloads', ''),
    credentials: refused('the local stage invokes functions by their resource policy, not by a role', ''),
    integration_target: refused('the local stage has no VPC links'),
    request_parameters: refused('the local stage maps no request parameters'),
    tls_config: refused('the local stage calls no HTTP backends'),
  },
  attributes: ({ rest_api_id, resource_id, http_method }) => ({
    id: `agi-${rest_api_id}-${resource_id}-${http_method}`,
  }),
});
