import { authorizedQueue, type SqsOperation } from '../call.ts';
import { md5OfMessageAttributes } from '../message-attributes.ts';
import { assertSize, readOutgoingMessage } from '../outgoing-message.ts';
import type { OutgoingMessage, SentMessage } from '../queue-engine.ts';

/** API reference: SendMessage. */
export const sendMessage: SqsOperation = (context, call) => {
  const queue = authorizedQueue(context, call, 'SendMessage');
  const message = readOutgoingMessage(call.parameters, call.caller?.userId ?? '');
  assertSize(message, queue.maximumMessageSizeBytes);
  return context.engine.send(queue.arn, [message]).map((sent) => sendResult(message, sent))[0];
};

/** The members that SendMessage and each entry of SendMessageBatch answer; SDKs check the digests. */
export function sendResult(message: OutgoingMessage, sent: SentMessage) {
  return {
    MessageId: sent.messageId,
    MD5OfMessageBody: sent.md5OfBody,
    MD5OfMessageAttributes: sent.md5OfMessageAttributes,
    MD5OfMessageSystemAttributes: md5OfSystemAttributes(message),
  };
}

function md5OfSystemAttributes(message: OutgoingMessage): string | undefined {
  const stringValue = message.systemAttributes['AWSTraceHeader'];
  if (stringValue === undefined) return undefined;
  return md5OfMessageAttributes({ AWSTraceHeader: { dataType: 'String', stringValue, binaryValue: undefined } });
}
