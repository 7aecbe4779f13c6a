import { inert, json, matching, text } from './arguments.ts';
import { apiGatewayId } from './naming.ts';
import { resourceType } from './resource-type.ts';

/** A model that validates bodies. Source: Terraform AWS provider, "Resource: aws_api_gateway_model". */
export const awsApiGatewayModel = resourceType({
  type: 'aws_api_gateway_model',
  arguments: {
    rest_api_id: text,
    name: matching(/^[A-Za-z0-9]+$/, 'letters and digits'),
    content_type: text,
    schema: json,
    description: inert,
  },
  attributes: (_args, context) => ({ id: apiGatewayId(context, 6) }),
});
