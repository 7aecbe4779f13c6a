import { block, blocks, number, oneOf, optional, tagged, text, wholeNumber } from './arguments.ts';
import { apiGatewayArn, apiGatewayId } from './naming.ts';
import { resourceType } from './resource-type.ts';

const throttle = { rate_limit: optional(number), burst_limit: optional(number) } as const;

/** Rates and quotas that API keys share. Source: Terraform AWS provider, "Resource: aws_api_gateway_usage_plan". */
export const awsApiGatewayUsagePlan = resourceType({
  type: 'aws_api_gateway_usage_plan',
  arguments: {
    ...tagged,
    name: text,
    api_stages: blocks({ api_id: text, stage: text, throttle: blocks({ path: text, ...throttle }) }),
    throttle_settings: block(throttle),
    quota_settings: block({
      limit: wholeNumber(1, Number.MAX_SAFE_INTEGER),
      offset: optional(wholeNumber(0, 27), 0),
      period: oneOf('DAY', 'WEEK', 'MONTH'),
    }),
    description: optional(text),
    product_code: optional(text),
  },
  attributes: (_args, context) => {
    const id = apiGatewayId(context, 6);
    return { id, arn: apiGatewayArn(context, `/usageplans/${id}`) };
  },
});
