import { EvaluationError } from '../terraform/errors.ts';
import { block, inert, matching, optional, refused, tagged, text, textMap } from './arguments.ts';
import { awsApiGatewayRestApi } from './aws_api_gateway_rest_api.ts';
import { apiGatewayArn } from './naming.ts';
import { resourceType } from './resource-type.ts';

/** A stage of a REST API. Source: Terraform AWS provider, "Resource: aws_api_gateway_stage". */
export const awsApiGatewayStage = resourceType({
  type: 'aws_api_gateway_stage',
  arguments: {
    ...tagged,
    rest_api_id: text,
    deployment_id: text,
    stage_name: matching(/^[A-Za-z0-9_-]{1,128}$/, '1 to 128 letters, digits, hyphens and underscores'),
    variables: optional(textMap, {}),
    access_log_settings: block({ destination_arn: text, format: text }),
    xray_tracing_enabled: inert,
    description: inert,
    documentation_version: inert,
    cache_cluster_enabled: refused('the local stage caches no answers', false),
    cache_cluster_size: inert,
    canary_settings: refused('the local stage has no canaries'),
    client_certificate_id: refused('the local stage calls no HTTP backends'),
  },
  attributes: ({ rest_api_id, stage_name }, context) => {
    const api = context.resources.all(awsApiGatewayRestApi).find(({ attributes }) => attributes.id === rest_api_id);
    if (!api)
      throw new EvaluationError(`argument 'rest_api_id': no REST API of this document has the id '${rest_api_id}'`);
    return {
      id: `ags-${rest_api_id}-${stage_name}`,
      arn: apiGatewayArn(context, `/restapis/${rest_api_id}/stages/${stage_name}`),
      execution_arn: `${api.attributes.execution_arn}/${stage_name}`,
      invoke_url: `${context.urls.api(api.address)}/${stage_name}`,
    };
  },
});
