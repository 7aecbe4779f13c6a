import { blocks, inert, number, optional, refused, text } from './arguments.ts';
import { resourceType } from './resource-type.ts';

/** Throttling and logging of a stage's methods. Source: Terraform AWS provider, "Resource: aws_api_gateway_method_settings". */
export const awsApiGatewayMethodSettings = resourceType({
  type: 'aws_api_gateway_method_settings',
  arguments: {
    rest_api_id: text,
    stage_name: text,
    method_path: text,
    settings: blocks(
      {
        /** -1 leaves the account's own limit. */
        throttling_rate_limit: optional(number, -1),
        throttling_burst_limit: optional(number, -1),
        metrics_enabled: inert,
        logging_level: inert,
        data_trace_enabled: inert,
        caching_enabled: refused('the local stage caches no answers', false),
        cache_data_encrypted: inert,
        cache_ttl_in_seconds: inert,
        require_authorization_for_cache_control: inert,
        unauthorized_cache_control_header_strategy: inert,
      },
      { minimum: 1, maximum: 1 },
    ),
  },
  attributes: ({ rest_api_id, stage_name, method_path }) => ({ id: `${rest_api_id}-${stage_name}-${method_path}` }),
});
