import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../clock.ts';
import { inTransaction } from '../transaction.ts';
import type { Availability } from './availability.ts';
import type { QueueConfiguration } from './configuration.ts';
import { invalidValue, receiptHandleIsInvalid, sqsError } from './errors.ts';
import { type MessageAttributes, md5, md5OfMessageAttributes } from './message-attributes.ts';
import type { MessageCounts, MessageStore, StoredMessage } from './message-store.ts';
import type { QueueConsumer } from './queue-consumer.ts';
import type { QueueDirectory } from './queue-directory.ts';
import { decodeReceiptHandle, type Receipt } from './receipt-handle.ts';
import { handOut, takeVisible } from './receiving.ts';

/** What becomes of messages in standard queues; the protocol above it checks what callers send. */
export interface QueueEngine extends QueueConsumer {
  /** Stores the messages at once: all of them or none. */
  send(queueArn: string, messages: readonly OutgoingMessage[]): readonly SentMessage[];
  counts(queueArn: string): MessageCounts;
  /** Removes every message, those in flight too. */
  purge(queueArn: string): void;
}

export interface OutgoingMessage {
  readonly body: string;
  readonly messageAttributes: MessageAttributes;
  /** SenderId, AWSTraceHeader, MessageGroupId: attributes that are the same at each receive. */
  readonly systemAttributes: Readonly<Record<string, string>>;
  /** @default the queue's own delay */
  readonly delaySeconds: number | undefined;
}

export interface SentMessage {
  readonly messageId: string;
  readonly md5OfBody: string;
  readonly md5OfMessageAttributes: string | undefined;
}

export interface QueueEngineDependencies {
  readonly database: DatabaseSync;
  readonly store: MessageStore;
  readonly directory: QueueDirectory;
  readonly availability: Availability;
  readonly clock: Clock;
}

/** Messages of one queue that may be in flight at once. Source: "Amazon SQS standard queue quotas". */
const maximumInFlight = 120_000;

/** A message may stay hidden for 12 hours from its receive. Source: "Amazon SQS visibility timeout". */
const maximumVisibilitySeconds = 43_200;

export function createQueueEngine(dependencies: QueueEngineDependencies): QueueEngine {
  const { database, store, directory, availability, clock } = dependencies;

  return {
    receive: (queueArn, maximum, visibilityTimeoutSeconds) =>
      receive(dependencies, directory.byArn(queueArn), maximum, visibilityTimeoutSeconds),
    send(queueArn, messages) {
      const queue = directory.byArn(queueArn);
      const now = clock.now();
      const sent = inTransaction(database, () => messages.map((message) => insert(store, queue, message, now)));
      availability.changed(queueArn);
      return sent;
    },
    delete(queueArn, receiptHandle) {
      const receipt = receiptOf(queueArn, receiptHandle);
      // An older handle deletes nothing and is no error, as on AWS.
      if (findReceived(store, receipt)) store.remove(receipt.messageId);
    },
    changeVisibility(queueArn, receiptHandle, timeoutSeconds) {
      const receipt = receiptOf(queueArn, receiptHandle);
      const message = findReceived(store, receipt);
      const now = clock.now();
      assertInFlight(message, receiptHandle, now);
      assertTotalVisibility(message.last_received_at ?? now, now, timeoutSeconds);
      store.changeVisibility(receipt.messageId, now + timeoutSeconds * 1000, timeoutSeconds > 0);
      availability.changed(queueArn);
    },
    onAvailable: (queueArn, callback) => availability.subscribe(queueArn, callback),
    visibilityTimeoutSeconds: (queueArn) => directory.byArn(queueArn).visibilityTimeoutSeconds,
    counts(queueArn) {
      removeExpired(store, directory.byArn(queueArn), clock.now());
      return store.counts(queueArn, clock.now());
    },
    purge: (queueArn) => store.removeAll(queueArn),
  };
}

function receive(
  dependencies: QueueEngineDependencies,
  queue: QueueConfiguration,
  maximum: number,
  visibilityTimeoutSeconds = queue.visibilityTimeoutSeconds,
) {
  const { database, store, availability, clock } = dependencies;
  const now = clock.now();
  const times = { now, until: now + visibilityTimeoutSeconds * 1000 };
  const { received, moved } = inTransaction(database, () => {
    removeExpired(store, queue, now);
    assertInFlightLimit(store.inFlight(queue.arn, now));
    const { taken, moved } = takeVisible(store, queue, maximum, now);
    return { moved, received: taken.map((message) => handOut(store, queue.arn, message, times)) };
  });
  if (moved > 0 && queue.redrive) availability.changed(queue.redrive.deadLetterTargetArn);
  availability.hidden(queue.arn, now);
  return received;
}

function removeExpired(store: MessageStore, queue: QueueConfiguration, now: number): void {
  store.removeSentBefore(queue.arn, now - queue.messageRetentionSeconds * 1000);
}

function insert(store: MessageStore, queue: QueueConfiguration, message: OutgoingMessage, now: number): SentMessage {
  const sent = {
    messageId: randomUUID(),
    md5OfBody: md5(message.body),
    md5OfMessageAttributes: md5OfMessageAttributes(message.messageAttributes),
  };
  store.insert({
    queueArn: queue.arn,
    messageId: sent.messageId,
    body: message.body,
    md5OfBody: sent.md5OfBody,
    messageAttributes: JSON.stringify(message.messageAttributes),
    systemAttributes: JSON.stringify(message.systemAttributes),
    sentAt: now,
    visibleAt: now + (message.delaySeconds ?? queue.delaySeconds) * 1000,
  });
  return sent;
}

function receiptOf(queueArn: string, receiptHandle: string): Receipt {
  const receipt = decodeReceiptHandle(receiptHandle);
  if (receipt?.queueArn !== queueArn) throw receiptHandleIsInvalid(receiptHandle);
  return receipt;
}

/** The message, if this receipt is its newest. */
function findReceived(store: MessageStore, receipt: Receipt): StoredMessage | undefined {
  const message = store.find(receipt.queueArn, receipt.messageId);
  return message?.receipt === receipt.nonce ? message : undefined;
}

function assertInFlight(
  message: StoredMessage | undefined,
  receiptHandle: string,
  now: number,
): asserts message is StoredMessage {
  if (!message) {
    const reason = 'Message does not exist or is not available for visibility timeout change.';
    throw invalidValue(receiptHandle, 'ReceiptHandle', reason);
  }
  if (message.visible_at <= now) {
    throw sqsError('MessageNotInflight', "The specified message isn't in flight.");
  }
}

function assertTotalVisibility(receivedAt: number, now: number, timeoutSeconds: number): void {
  if (now + timeoutSeconds * 1000 - receivedAt <= maximumVisibilitySeconds * 1000) return;
  const reason = `Total VisibilityTimeout for the message is beyond the limit [${maximumVisibilitySeconds} seconds]`;
  throw invalidValue(timeoutSeconds, 'VisibilityTimeout', reason);
}

function assertInFlightLimit(inFlight: number): void {
  if (inFlight < maximumInFlight) return;
  throw sqsError('OverLimit', 'Too many messages in flight.');
}
