import { block, blocks, inert, json, matching, oneOf, optional, refused, text, wholeNumber } from './arguments.ts';
import { nameOf, regionalArn } from './naming.ts';
import { resourceType } from './resource-type.ts';

const functionsOnly = 'the local stage invokes functions only';

const timestamp = optional(
  matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/, 'a time such as 2030-01-02T12:00:00Z'),
);

/**
 * What starts one function by the clock, in the name of a role. Source: Terraform AWS provider,
 * "Resource: aws_scheduler_schedule". Its retry policy is about events that Lambda does not take in,
 * which the local one always does.
 */
export const awsSchedulerSchedule = resourceType({
  type: 'aws_scheduler_schedule',
  arguments: {
    name: optional(matching(/^[\w.-]{1,64}$/, '1 to 64 letters, digits and _.-')),
    name_prefix: optional(text),
    group_name: optional(text, 'default'),
    schedule_expression: text,
    schedule_expression_timezone: optional(text, 'UTC'),
    start_date: timestamp,
    end_date: timestamp,
    state: optional(oneOf('ENABLED', 'DISABLED'), 'ENABLED'),
    flexible_time_window: blocks(
      {
        mode: oneOf('OFF'),
        maximum_window_in_minutes: refused('the local stage invokes at the due time'),
      },
      { minimum: 1, maximum: 1 },
    ),
    target: blocks(
      {
        arn: text,
        role_arn: text,
        input: optional(json),
        retry_policy: block({
          maximum_event_age_in_seconds: optional(wholeNumber(60, 86_400)),
          maximum_retry_attempts: optional(wholeNumber(0, 185)),
        }),
        dead_letter_config: refused('the local stage writes no dead letters of EventBridge Scheduler'),
        ecs_parameters: refused(functionsOnly),
        eventbridge_parameters: refused(functionsOnly),
        kinesis_parameters: refused(functionsOnly),
        sagemaker_pipeline_parameters: refused(functionsOnly),
        sqs_parameters: refused(functionsOnly),
      },
      { minimum: 1, maximum: 1 },
    ),
    action_after_completion: inert,
    description: inert,
    kms_key_arn: inert,
  },
  attributes: (args, context) => {
    const name = nameOf(args, context);
    const id = `${args.group_name}/${name}`;
    return { id, name, arn: regionalArn(context, 'scheduler', `schedule/${id}`) };
  },
});
