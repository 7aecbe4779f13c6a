import { EvaluationError } from '../terraform/errors.ts';
import { block, blocks, bool, inert, matching, number, optional, refused, tagged, text, textMap } from './arguments.ts';
import { awsApigatewayv2Api } from './aws_apigatewayv2_api.ts';
import { apiGatewayArn } from './naming.ts';
import { resourceType } from './resource-type.ts';

const routeSettings = {
  throttling_rate_limit: optional(number),
  throttling_burst_limit: optional(number),
  detailed_metrics_enabled: inert,
  data_trace_enabled: inert,
  logging_level: inert,
} as const;

/** A stage of an HTTP API. Source: Terraform AWS provider, "Resource: aws_apigatewayv2_stage". */
export const awsApigatewayv2Stage = resourceType({
  type: 'aws_apigatewayv2_stage',
  arguments: {
    ...tagged,
    api_id: text,
    name: matching(
      /^(\$default|[A-Za-z0-9_-]{1,128})$/,
      '"$default", or 1 to 128 letters, digits, hyphens and underscores',
    ),
    auto_deploy: optional(bool, false),
    deployment_id: refused('the local stage serves the routes as they are. Expected: auto_deploy = true'),
    stage_variables: optional(textMap, {}),
    access_log_settings: block({ destination_arn: text, format: text }),
    default_route_settings: block(routeSettings),
    route_settings: blocks({ route_key: text, ...routeSettings }),
    client_certificate_id: refused('an HTTP API calls backends without client certificates'),
    description: inert,
  },
  attributes: ({ api_id, name, auto_deploy }, context) => {
    const api = context.resources.all(awsApigatewayv2Api).find(({ attributes }) => attributes.id === api_id);
    if (!api) throw new EvaluationError(`argument 'api_id': no HTTP API of this document has the id '${api_id}'`);
    if (!auto_deploy)
      throw new EvaluationError('a stage without a deployment answers 404 to everything. Expected: auto_deploy = true');
    const url = context.urls.api(api.address);
    return {
      id: name,
      arn: apiGatewayArn(context, `/apis/${api_id}/stages/${name}`),
      execution_arn: `${api.attributes.execution_arn}/${name}`,
      invoke_url: name === '$default' ? url : `${url}/${name}`,
    };
  },
});
