import { inert, matching, oneOf, optional, refused, text, texts } from './arguments.ts';
import { apiGatewayId } from './naming.ts';
import { resourceType } from './resource-type.ts';

/** A route of an HTTP API. Source: Terraform AWS provider, "Resource: aws_apigatewayv2_route". */
export const awsApigatewayv2Route = resourceType({
  type: 'aws_apigatewayv2_route',
  arguments: {
    api_id: text,
    route_key: matching(
      /^(\$default|(GET|POST|PUT|DELETE|HEAD|OPTIONS|PATCH|ANY) \/\S*)$/,
      'a method and a path, for example "GET /health", or "$default"',
    ),
    target: optional(matching(/^integrations\/.+$/, '"integrations/" and the id of an integration')),
    authorization_type: optional(oneOf('NONE', 'JWT', 'AWS_IAM', 'CUSTOM'), 'NONE'),
    authorizer_id: optional(text),
    authorization_scopes: optional(texts, []),
    operation_name: optional(text),
    api_key_required: refused('an HTTP API has no API keys', false),
    model_selection_expression: refused('an HTTP API has no models'),
    request_models: refused('an HTTP API has no models'),
    request_parameter: refused('an HTTP API has no request parameters'),
    route_response_selection_expression: inert,
  },
  attributes: (_args, context) => ({ id: apiGatewayId(context, 7) }),
});
