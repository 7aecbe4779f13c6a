import { inert, json, optional, refused, tagged, text, wholeNumber } from './arguments.ts';
import { nameOf, regionalArn } from './naming.ts';
import { resourceType } from './resource-type.ts';

/** A standard queue. Source: Terraform AWS provider, "Resource: aws_sqs_queue"; limits: "Amazon SQS message quotas". */
export const awsSqsQueue = resourceType({
  type: 'aws_sqs_queue',
  arguments: {
    ...tagged,
    name: optional(text),
    name_prefix: optional(text),
    visibility_timeout_seconds: optional(wholeNumber(0, 43_200), 30),
    message_retention_seconds: optional(wholeNumber(60, 1_209_600), 345_600),
    delay_seconds: optional(wholeNumber(0, 900), 0),
    receive_wait_time_seconds: optional(wholeNumber(0, 20), 0),
    max_message_size: optional(wholeNumber(1024, 1_048_576), 262_144),
    policy: optional(json),
    redrive_policy: optional(json),
    redrive_allow_policy: optional(json),
    kms_data_key_reuse_period_seconds: inert,
    kms_master_key_id: inert,
    sqs_managed_sse_enabled: inert,
    fifo_queue: refused('the local stage has standard queues only', false),
    content_based_deduplication: refused('the local stage has standard queues only', false),
    deduplication_scope: refused('the local stage has standard queues only', ''),
    fifo_throughput_limit: refused('the local stage has standard queues only', ''),
  },
  attributes: (args, context) => {
    const name = nameOf(args, context);
    const url = `${context.urls.awsEndpoint}/${context.accountId}/${name}`;
    return { id: url, url, name, arn: regionalArn(context, 'sqs', name) };
  },
});
