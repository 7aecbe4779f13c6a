import { inert, oneOf, optional, refused, text, wholeNumber } from './arguments.ts';
import { apiGatewayId } from './naming.ts';
import { resourceType } from './resource-type.ts';

/** What answers an HTTP API's routes. Source: Terraform AWS provider, "Resource: aws_apigatewayv2_integration". */
export const awsApigatewayv2Integration = resourceType({
  type: 'aws_apigatewayv2_integration',
  arguments: {
    api_id: text,
    integration_type: oneOf('AWS_PROXY'),
    integration_uri: text,
    integration_method: optional(oneOf('POST'), 'POST'),
    payload_format_version: optional(oneOf('1.0', '2.0'), '1.0'),
    /** API Gateway quotas: 50 ms to 30 s. */
    timeout_milliseconds: optional(wholeNumber(50, 30_000), 30_000),
    connection_type: optional(oneOf('INTERNET'), 'INTERNET'),
    description: inert,
    passthrough_behavior: inert,
    connection_id: refused('the local stage has no VPC links'),
    content_handling_strategy: refused('an HTTP API converts no payloads'),
    credentials_arn: refused('the local stage invokes functions by their resource policy, not by a role'),
    integration_subtype: refused('the local stage has no AWS service integrations'),
    request_parameters: refused('the local stage maps no request parameters'),
    request_templates: refused('an HTTP API has no templates'),
    response_parameters: refused('the local stage maps no response parameters'),
    template_selection_expression: refused('an HTTP API has no templates'),
    tls_config: refused('the local stage calls no HTTP backends'),
  },
  attributes: (_args, context) => ({ id: apiGatewayId(context, 7) }),
});
