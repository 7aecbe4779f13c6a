import { json, text } from './arguments.ts';
import { resourceType } from './resource-type.ts';

/** Which queues may use a dead-letter queue. Source: Terraform AWS provider, "Resource: aws_sqs_queue_redrive_allow_policy". */
export const awsSqsQueueRedriveAllowPolicy = resourceType({
  type: 'aws_sqs_queue_redrive_allow_policy',
  arguments: { queue_url: text, redrive_allow_policy: json },
  attributes: ({ queue_url }) => ({ id: queue_url }),
});
