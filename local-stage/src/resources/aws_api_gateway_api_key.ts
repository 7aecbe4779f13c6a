import { bool, matching, optional, tagged, text } from './arguments.ts';
import { alphabets } from './identifiers.ts';
import { apiGatewayArn, apiGatewayId } from './naming.ts';
import { resourceType } from './resource-type.ts';

/** A key that callers send as `x-api-key`. Source: Terraform AWS provider, "Resource: aws_api_gateway_api_key". */
export const awsApiGatewayApiKey = resourceType({
  type: 'aws_api_gateway_api_key',
  arguments: {
    ...tagged,
    name: text,
    enabled: optional(bool, true),
    value: optional(matching(/^.{20,128}$/, '20 to 128 characters')),
    customer_id: optional(text),
    description: optional(text, 'Managed by Terraform'),
  },
  attributes: ({ value }, context) => {
    const id = apiGatewayId(context, 10);
    return {
      id,
      arn: apiGatewayArn(context, `/apikeys/${id}`),
      value: value ?? context.identifiers.of('value', 40, alphabets.alphanumeric),
    };
  },
});
