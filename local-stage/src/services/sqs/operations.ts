import { AwsError } from '../service.ts';
import type { SqsOperation } from './call.ts';
import { sqsError } from './errors.ts';
import { changeMessageVisibility, changeMessageVisibilityBatch } from './operations/change-message-visibility.ts';
import { deleteMessage, deleteMessageBatch } from './operations/delete-message.ts';
import { getQueueAttributes } from './operations/get-queue-attributes.ts';
import { cancelMessageMoveTask, listMessageMoveTasks, startMessageMoveTask } from './operations/message-move-tasks.ts';
import { purgeQueue } from './operations/purge-queue.ts';
import { getQueueUrl, listDeadLetterSourceQueues, listQueues } from './operations/queue-listings.ts';
import { receiveMessage } from './operations/receive-message.ts';
import { sendMessage } from './operations/send-message.ts';
import { sendMessageBatch } from './operations/send-message-batch.ts';

const operations: Readonly<Record<string, SqsOperation>> = {
  CancelMessageMoveTask: cancelMessageMoveTask,
  ChangeMessageVisibility: changeMessageVisibility,
  ChangeMessageVisibilityBatch: changeMessageVisibilityBatch,
  DeleteMessage: deleteMessage,
  DeleteMessageBatch: deleteMessageBatch,
  GetQueueAttributes: getQueueAttributes,
  GetQueueUrl: getQueueUrl,
  ListDeadLetterSourceQueues: listDeadLetterSourceQueues,
  ListMessageMoveTasks: listMessageMoveTasks,
  ListQueues: listQueues,
  PurgeQueue: purgeQueue,
  ReceiveMessage: receiveMessage,
  SendMessage: sendMessage,
  SendMessageBatch: sendMessageBatch,
  StartMessageMoveTask: startMessageMoveTask,
};

/** Names of the operations that the stage answers. */
export const operationNames: readonly string[] = Object.keys(operations);

/** Operations of SQS that the stage refuses: its queues are what the Terraform declares. */
const refused: readonly string[] = [
  'AddPermission',
  'CreateQueue',
  'DeleteQueue',
  'ListQueueTags',
  'RemovePermission',
  'SetQueueAttributes',
  'TagQueue',
  'UntagQueue',
];

/**
 * @param name as `X-Amz-Target` says it: `SendMessage`.
 * @throws {AwsError} UnsupportedOperation, or UnknownOperationException where SQS has no such operation.
 */
export function operationNamed(name: string): SqsOperation {
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation) return operation;
  if (!refused.includes(name)) {
    throw new AwsError('UnknownOperationException', `Amazon SQS has no operation "${name}".`);
  }
  throw sqsError(
    'UnsupportedOperation',
    `The local stage does not do ${name}: queues, their settings, tags and policies are what the Terraform ` +
      `declares. Expected one of: ${operationNames.join(', ')}`,
  );
}
