import { block, inert, json, matching, optional, refused, text, wholeNumber } from './arguments.ts';
import { resourceType } from './resource-type.ts';

const functionsOnly = 'the local stage delivers scheduled events to functions only';

/**
 * What a rule starts. Source: Terraform AWS provider, "Resource: aws_cloudwatch_event_target". Its retry
 * policy is about events that Lambda does not take in, which the local one always does.
 */
export const awsCloudwatchEventTarget = resourceType({
  type: 'aws_cloudwatch_event_target',
  arguments: {
    rule: text,
    arn: text,
    target_id: optional(matching(/^[\w.-]{1,64}$/, '1 to 64 letters, digits and _.-')),
    input: optional(json),
    retry_policy: block({
      maximum_event_age_in_seconds: optional(wholeNumber(60, 86_400)),
      maximum_retry_attempts: optional(wholeNumber(0, 185)),
    }),
    event_bus_name: refused('a scheduled rule is of the default event bus', 'default'),
    force_destroy: inert,
    input_path: refused('the local stage sends the scheduled event whole, or the input'),
    input_transformer: refused('the local stage sends the scheduled event whole, or the input'),
    dead_letter_config: block({ arn: text }),
    role_arn: refused('RoleArn is not supported for a target that is a function'),
    appsync_target: refused(functionsOnly),
    batch_target: refused(functionsOnly),
    ecs_target: refused(functionsOnly),
    http_target: refused(functionsOnly),
    kinesis_target: refused(functionsOnly),
    redshift_target: refused(functionsOnly),
    run_command_targets: refused(functionsOnly),
    sagemaker_pipeline_target: refused(functionsOnly),
    sqs_target: refused(functionsOnly),
  },
  attributes: ({ rule, target_id }, { identifiers }) => {
    const targetId = target_id ?? `terraform-${identifiers.of('target', 26, '0123456789')}`;
    return { id: `${rule}-${targetId}`, target_id: targetId };
  },
});
