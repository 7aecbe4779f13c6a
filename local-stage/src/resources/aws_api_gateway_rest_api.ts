import { block, bool, inert, oneOf, optional, refused, tagged, text, texts } from './arguments.ts';
import { apiGatewayArn, apiGatewayId, regionalArn } from './naming.ts';
import { resourceType } from './resource-type.ts';

/** A REST API. Source: Terraform AWS provider, "Resource: aws_api_gateway_rest_api". */
export const awsApiGatewayRestApi = resourceType({
  type: 'aws_api_gateway_rest_api',
  arguments: {
    ...tagged,
    name: text,
    description: inert,
    api_key_source: optional(oneOf('HEADER', 'AUTHORIZER'), 'HEADER'),
    binary_media_types: optional(texts, []),
    disable_execute_api_endpoint: optional(bool, false),
    endpoint_configuration: block({
      types: optional(texts, ['EDGE']),
      ip_address_type: inert,
      vpc_endpoint_ids: refused('the local stage has no VPC endpoints'),
    }),
    body: refused('the local stage imports no OpenAPI documents'),
    parameters: refused('the local stage imports no OpenAPI documents'),
    put_rest_api_mode: inert,
    fail_on_warnings: inert,
    minimum_compression_size: refused('the local stage does not compress answers', '', -1, '-1'),
    policy: refused('the local stage evaluates no resource policies of APIs'),
  },
  attributes: (_args, context) => {
    const id = apiGatewayId(context, 10);
    return {
      id,
      arn: apiGatewayArn(context, `/restapis/${id}`),
      execution_arn: regionalArn(context, 'execute-api', id),
      root_resource_id: apiGatewayId(context, 10, 'root resource'),
    };
  },
});
