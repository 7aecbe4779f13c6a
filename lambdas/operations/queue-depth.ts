import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Shape } from '../../contracts/operation-types.ts';

/** Messages of a queue, about, as SQS counts them. */
export async function queueDepth(sqs: SQSClient, queueUrl: string): Promise<Shape<'ExportQueues'>['queue']> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrl,
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesDelayed',
      ],
    }),
  );
  return {
    waiting: Number(Attributes['ApproximateNumberOfMessages'] ?? 0),
    inFlight: Number(Attributes['ApproximateNumberOfMessagesNotVisible'] ?? 0),
    delayed: Number(Attributes['ApproximateNumberOfMessagesDelayed'] ?? 0),
  };
}
