import { randomBytes } from 'node:crypto';
import type { QueueConfiguration } from './configuration.ts';
import { type MessageAttributes, md5OfMessageAttributes } from './message-attributes.ts';
import type { MessageStore, StoredMessage } from './message-store.ts';
import type { ReceivedMessage } from './queue-consumer.ts';
import { encodeReceiptHandle } from './receipt-handle.ts';

/**
 * Takes the next visible messages; those that were received as often as the redrive policy allows go
 * to the dead-letter queue instead, where their receive count goes on.
 *
 * @returns also how many moved.
 */
export function takeVisible(
  store: MessageStore,
  queue: QueueConfiguration,
  maximum: number,
  now: number,
): { readonly taken: readonly StoredMessage[]; readonly moved: number } {
  let moved = 0;
  for (;;) {
    const visible = store.visible(queue.arn, now, maximum);
    const exhausted = visible.filter((message) => isExhausted(queue, message));
    if (exhausted.length === 0) return { taken: visible, moved };
    for (const message of exhausted) moveToDeadLetterQueue(store, queue, message, now);
    moved += exhausted.length;
  }
}

const isExhausted = (queue: QueueConfiguration, message: StoredMessage) =>
  queue.redrive !== undefined && message.receive_count >= queue.redrive.maxReceiveCount;

function moveToDeadLetterQueue(
  store: MessageStore,
  queue: QueueConfiguration,
  message: StoredMessage,
  now: number,
): void {
  if (queue.redrive === undefined) return;
  store.moveToDeadLetterQueue(message.message_id, queue.redrive.deadLetterTargetArn, queue.arn, now);
}

/** Hides a message until `until` and gives it out under a new receipt handle. */
export function handOut(
  store: MessageStore,
  queueArn: string,
  message: StoredMessage,
  times: { readonly now: number; readonly until: number },
): ReceivedMessage {
  const nonce = randomBytes(12).toString('hex');
  store.hide(message.message_id, { receipt: nonce, ...times });
  const messageAttributes: MessageAttributes = JSON.parse(message.message_attributes);
  return {
    messageId: message.message_id,
    receiptHandle: encodeReceiptHandle({ queueArn, messageId: message.message_id, nonce }),
    body: message.body,
    md5OfBody: message.md5_of_body,
    attributes: systemAttributes(message, times.now),
    messageAttributes,
    md5OfMessageAttributes: md5OfMessageAttributes(messageAttributes),
  };
}

function systemAttributes(message: StoredMessage, now: number): Readonly<Record<string, string>> {
  return {
    ApproximateReceiveCount: String(message.receive_count + 1),
    SentTimestamp: String(message.sent_at),
    ApproximateFirstReceiveTimestamp: String(message.first_received_at ?? now),
    ...JSON.parse(message.system_attributes),
    ...(message.dead_letter_source_arn !== null && { DeadLetterQueueSourceArn: message.dead_letter_source_arn }),
  };
}
