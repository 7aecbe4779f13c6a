import { json, text } from './arguments.ts';
import { resourceType } from './resource-type.ts';

/** A queue's access policy. Source: Terraform AWS provider, "Resource: aws_sqs_queue_policy". */
export const awsSqsQueuePolicy = resourceType({
  type: 'aws_sqs_queue_policy',
  arguments: { queue_url: text, policy: json },
  attributes: ({ queue_url }) => ({ id: queue_url }),
});
