import { authorizedQueue, type SqsOperation } from '../call.ts';
import { requiredString } from '../parameters.ts';
import { batchResult, eachEntry, readBatch } from './batch.ts';

/** API reference: DeleteMessage. */
export const deleteMessage: SqsOperation = (context, call) => {
  const queue = authorizedQueue(context, call, 'DeleteMessage');
  context.engine.delete(queue.arn, requiredString(call.parameters, 'ReceiptHandle'));
};

/** API reference: DeleteMessageBatch. Needs the permission of DeleteMessage. */
export const deleteMessageBatch: SqsOperation = (context, call) => {
  const queue = authorizedQueue(context, call, 'DeleteMessage');
  const entries = readBatch(call.parameters, 'DeleteMessageBatchRequestEntry');
  const { done, failed } = eachEntry(entries, ({ id, parameters }) => {
    context.engine.delete(queue.arn, requiredString(parameters, 'ReceiptHandle'));
    return { Id: id };
  });
  return batchResult(done, failed);
};
