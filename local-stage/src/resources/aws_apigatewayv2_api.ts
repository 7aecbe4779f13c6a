import { block, bool, inert, number, oneOf, optional, refused, tagged, text, texts } from './arguments.ts';
import { apiGatewayArn, apiGatewayId, regionalArn } from './naming.ts';
import { resourceType } from './resource-type.ts';

/** An HTTP API. Source: Terraform AWS provider, "Resource: aws_apigatewayv2_api". */
export const awsApigatewayv2Api = resourceType({
  type: 'aws_apigatewayv2_api',
  arguments: {
    ...tagged,
    name: text,
    protocol_type: oneOf('HTTP'),
    description: inert,
    version: inert,
    ip_address_type: inert,
    disable_execute_api_endpoint: optional(bool, false),
    cors_configuration: block({
      allow_credentials: optional(bool, false),
      allow_headers: optional(texts, []),
      allow_methods: optional(texts, []),
      allow_origins: optional(texts, []),
      expose_headers: optional(texts, []),
      max_age: optional(number),
    }),
    api_key_selection_expression: inert,
    route_selection_expression: optional(oneOf('$request.method $request.path'), '$request.method $request.path'),
    body: refused('the local stage imports no OpenAPI documents'),
    fail_on_warnings: inert,
    credentials_arn: refused('the local stage makes no routes by quick create'),
    route_key: refused('the local stage makes no routes by quick create'),
    target: refused('the local stage makes no routes by quick create'),
  },
  attributes: (_args, context) => {
    const id = apiGatewayId(context, 10);
    return {
      id,
      arn: apiGatewayArn(context, `/apis/${id}`),
      execution_arn: regionalArn(context, 'execute-api', id),
      api_endpoint: context.urls.api(context.address),
    };
  },
});
