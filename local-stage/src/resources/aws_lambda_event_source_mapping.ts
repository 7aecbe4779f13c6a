import { EvaluationError } from '../terraform/errors.ts';
import { block, bool, inert, matching, optional, refused, tagged, text, texts, wholeNumber } from './arguments.ts';
import { awsLambdaFunction } from './aws_lambda_function.ts';
import { functionNamed } from './function-reference.ts';
import { regionalArn } from './naming.ts';
import { resourceType } from './resource-type.ts';

const streams = 'the local stage maps SQS queues, not streams';

/**
 * What feeds a function from a queue. Source: Terraform AWS provider, "Resource:
 * aws_lambda_event_source_mapping"; limits: Lambda API Reference, "CreateEventSourceMapping".
 */
export const awsLambdaEventSourceMapping = resourceType({
  type: 'aws_lambda_event_source_mapping',
  arguments: {
    ...tagged,
    event_source_arn: matching(/^arn:aws:sqs:/, "a queue's ARN; the local stage maps SQS queues only"),
    function_name: text,
    enabled: optional(bool, true),
    batch_size: optional(wholeNumber(1, 10_000), 10),
    maximum_batching_window_in_seconds: optional(wholeNumber(0, 300), 0),
    function_response_types: optional(texts, []),
    scaling_config: block({ maximum_concurrency: optional(wholeNumber(2, 1000)) }),
    metrics_config: inert,
    kms_key_arn: inert,
    amazon_managed_kafka_event_source_config: refused(streams),
    bisect_batch_on_function_error: refused(streams, false),
    destination_config: refused(streams),
    document_db_event_source_config: refused(streams),
    filter_criteria: refused('the local stage filters no events'),
    maximum_record_age_in_seconds: refused(streams),
    maximum_retry_attempts: refused(streams),
    parallelization_factor: refused(streams),
    provisioned_poller_config: refused('the local stage provisions no pollers'),
    queues: refused(streams),
    self_managed_event_source: refused(streams),
    self_managed_kafka_event_source_config: refused(streams),
    source_access_configuration: refused(streams),
    starting_position: refused(streams),
    starting_position_timestamp: refused(streams),
    topics: refused(streams),
    tumbling_window_in_seconds: refused(streams, 0),
  },
  attributes: (args, context) => {
    const unknown = args.function_response_types.filter((type) => type !== 'ReportBatchItemFailures');
    if (unknown.length > 0)
      throw new EvaluationError(
        `argument 'function_response_types': ${unknown.join(', ')}. Expected: ReportBatchItemFailures`,
      );
    const target = functionNamed(args.function_name, context.resources.all(awsLambdaFunction));
    const uuid = context.identifiers.uuid('mapping');
    return {
      id: uuid,
      uuid,
      arn: regionalArn(context, 'lambda', `event-source-mapping:${uuid}`),
      function_arn: target.attributes.arn,
      state: args.enabled ? 'Enabled' : 'Disabled',
    };
  },
});
