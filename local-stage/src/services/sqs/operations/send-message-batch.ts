import { authorizedQueue, type SqsOperation } from '../call.ts';
import { sqsError } from '../errors.ts';
import { assertSize, readOutgoingMessage, sizeOf } from '../outgoing-message.ts';
import type { OutgoingMessage } from '../queue-engine.ts';
import { batchResult, eachEntry, readBatch } from './batch.ts';
import { sendResult } from './send-message.ts';

/** 1 MiB over all messages of a batch, whatever the queue allows for one. Source: SendMessageBatch. */
const maximumBatchBytes = 1_048_576;

/** API reference: SendMessageBatch. Needs the permission of SendMessage. */
export const sendMessageBatch: SqsOperation = (context, call) => {
  const queue = authorizedQueue(context, call, 'SendMessage');
  const entries = readBatch(call.parameters, 'SendMessageBatchRequestEntry');
  const read = eachEntry(entries, ({ id, parameters }) => ({
    id,
    message: readOutgoingMessage(parameters, call.caller?.userId ?? ''),
  }));
  assertBatchSize(read.done.map(({ message }) => message));
  const fitting = eachEntry(read.done, (entry) => {
    assertSize(entry.message, queue.maximumMessageSizeBytes);
    return entry;
  });
  const messages = fitting.done.map(({ message }) => message);
  const sent = context.engine.send(queue.arn, messages);
  const successful = fitting.done.flatMap(({ id, message }, index) => {
    const answer = sent[index];
    return answer === undefined ? [] : [{ Id: id, ...sendResult(message, answer) }];
  });
  return batchResult(successful, [...read.failed, ...fitting.failed]);
};

function assertBatchSize(messages: readonly OutgoingMessage[]): void {
  const bytes = messages.reduce((total, message) => total + sizeOf(message), 0);
  if (bytes <= maximumBatchBytes) return;
  throw sqsError(
    'BatchRequestTooLong',
    `Batch requests cannot be longer than ${maximumBatchBytes} bytes. You have sent ${bytes} bytes.`,
  );
}
