import { type Arguments, type DocumentPart, mergeBlocks, reference } from './document.ts';
import { type FunctionSpec, functionsDocument } from './functions.ts';

export interface QueueSpec {
  /** What consumes the queue, in a function of the queue's name. */
  readonly worker: Omit<FunctionSpec, 'statements'>;
  /** Further arguments of `aws_sqs_queue`. */
  readonly queue?: Arguments;
  /** Further arguments of `aws_lambda_event_source_mapping`. */
  readonly mapping?: Arguments;
  /** Receives after which a message goes to the dead-letter queue. @default no such queue */
  readonly maxReceiveCount?: number;
}

const consume = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

/** Declares a queue with its consumer; outputs `<name>Url`, and `<name>DeadUrl` for its dead-letter queue. */
export function queueDocument(name: string, { worker, queue, mapping, maxReceiveCount }: QueueSpec): DocumentPart {
  const address = `aws_sqs_queue.${name}`;
  const queueArn = reference(address, 'arn');
  const dead = maxReceiveCount === undefined ? undefined : `${name}Dead`;
  const statements = [{ Effect: 'Allow', Action: consume, Resource: queueArn }];
  const redrive = dead && {
    redrive_policy: `\${jsonencode({deadLetterTargetArn = aws_sqs_queue.${dead}.arn, maxReceiveCount = ${maxReceiveCount}})}`,
  };
  return {
    resource: mergeBlocks([
      functionsDocument({ [name]: { ...worker, statements } }).resource,
      { aws_sqs_queue: { [name]: { name, ...redrive, ...queue }, ...(dead && { [dead]: { name: dead } }) } },
      {
        aws_lambda_event_source_mapping: {
          [name]: {
            event_source_arn: queueArn,
            function_name: reference(`aws_lambda_function.${name}`, 'arn'),
            ...mapping,
          },
        },
      },
    ]),
    output: {
      [`${name}Url`]: { value: reference(address, 'url') },
      ...(dead && { [`${dead}Url`]: { value: reference(`aws_sqs_queue.${dead}`, 'url') } }),
    },
  };
}
