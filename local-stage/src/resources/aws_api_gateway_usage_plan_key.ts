import { EvaluationError } from '../terraform/errors.ts';
import { oneOf, text } from './arguments.ts';
import { awsApiGatewayApiKey } from './aws_api_gateway_api_key.ts';
import { resourceType } from './resource-type.ts';

/** A key's place in a usage plan. Source: Terraform AWS provider, "Resource: aws_api_gateway_usage_plan_key". */
export const awsApiGatewayUsagePlanKey = resourceType({
  type: 'aws_api_gateway_usage_plan_key',
  arguments: { key_id: text, key_type: oneOf('API_KEY'), usage_plan_id: text },
  attributes: ({ key_id }, { resources }) => {
    const key = resources.all(awsApiGatewayApiKey).find(({ attributes }) => attributes.id === key_id);
    if (!key) throw new EvaluationError(`argument 'key_id': no API key of this document has the id '${key_id}'`);
    return { id: key_id, name: key.args.name, value: key.attributes.value };
  },
});
