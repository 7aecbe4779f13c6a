import { json, text } from './arguments.ts';
import { resourceType } from './resource-type.ts';

/** A queue's dead-letter queue. Source: Terraform AWS provider, "Resource: aws_sqs_queue_redrive_policy". */
export const awsSqsQueueRedrivePolicy = resourceType({
  type: 'aws_sqs_queue_redrive_policy',
  arguments: { queue_url: text, redrive_policy: json },
  attributes: ({ queue_url }) => ({ id: queue_url }),
});
