import { authorizedQueue, type SqsContext, type SqsOperation } from '../call.ts';
import type { QueueConfiguration } from '../configuration.ts';
import { stringList } from '../parameters.ts';
import { unknownAttribute } from '../system-attributes.ts';

/** Attributes that AWS knows and that a queue here never has. */
const absentAttributes: readonly string[] = [
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'FifoQueue',
  'FifoThroughputLimit',
  'KmsDataKeyReusePeriodSeconds',
  'KmsMasterKeyId',
  'Policy',
  'RedriveAllowPolicy',
  'RedrivePolicy',
];

/** API reference: GetQueueAttributes. */
export const getQueueAttributes: SqsOperation = (context, call) => {
  const queue = authorizedQueue(context, call, 'GetQueueAttributes');
  const names = stringList(call.parameters, 'AttributeNames');
  const attributes = attributesOf(context, queue);
  const unknown = names.find((name) => name !== 'All' && !(name in attributes) && !absentAttributes.includes(name));
  if (unknown !== undefined) throw unknownAttribute(unknown);
  const wanted = Object.entries(attributes).filter(([name]) => names.includes('All') || names.includes(name));
  return wanted.length === 0 ? {} : { Attributes: Object.fromEntries(wanted) };
};

function attributesOf(context: SqsContext, queue: QueueConfiguration): Readonly<Record<string, string>> {
  const counts = context.engine.counts(queue.arn);
  const createdAtSeconds = Math.floor(context.createdAt(queue.arn) / 1000);
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(counts.visible),
    ApproximateNumberOfMessagesNotVisible: String(counts.inFlight),
    ApproximateNumberOfMessagesDelayed: String(counts.delayed),
    CreatedTimestamp: String(createdAtSeconds),
    LastModifiedTimestamp: String(createdAtSeconds),
    VisibilityTimeout: String(queue.visibilityTimeoutSeconds),
    MaximumMessageSize: String(queue.maximumMessageSizeBytes),
    MessageRetentionPeriod: String(queue.messageRetentionSeconds),
    DelaySeconds: String(queue.delaySeconds),
    ReceiveMessageWaitTimeSeconds: String(queue.receiveWaitTimeSeconds),
    SqsManagedSseEnabled: 'true',
    ...(queue.redrive && { RedrivePolicy: JSON.stringify(queue.redrive) }),
    ...(queue.redriveAllow && { RedriveAllowPolicy: JSON.stringify(queue.redriveAllow) }),
  };
}
