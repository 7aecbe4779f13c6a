import type { Clock } from '../../src/clock.ts';
import type { QueueConsumer, ReceivedMessage } from '../../src/services/sqs/queue-consumer.ts';

interface Stored {
  readonly messageId: string;
  readonly body: string;
  receiveCount: number;
  visibleAt: number;
}

/** One standard queue in memory, as far as an event source mapping uses it. */
export function createMemoryQueue(clock: Clock, visibilityTimeoutSeconds = 30) {
  const stored: Stored[] = [];
  const listeners = new Set<() => void>();
  const received: { maximum: number; visibilityTimeoutSeconds: number | undefined }[] = [];
  const deleted: string[] = [];

  const tell = () => listeners.forEach((listener) => void listener());
  const hide = (message: Stored, seconds: number) => {
    message.visibleAt = clock.now() + seconds * 1000;
    clock.after(seconds * 1000, tell);
  };
  const find = (receiptHandle: string) =>
    stored.find((message) => `${message.messageId}#${message.receiveCount}` === receiptHandle);

  const consumer: QueueConsumer = {
    receive(_queueArn, maximum, seconds) {
      received.push({ maximum, visibilityTimeoutSeconds: seconds });
      const visible = stored.filter(({ visibleAt }) => visibleAt <= clock.now()).slice(0, maximum);
      for (const message of visible) {
        message.receiveCount += 1;
        hide(message, seconds ?? visibilityTimeoutSeconds);
      }
      return visible.map(asReceived);
    },
    delete(_queueArn, receiptHandle) {
      const message = find(receiptHandle);
      if (!message) throw new Error(`The receipt handle has expired: ${receiptHandle}`);
      stored.splice(stored.indexOf(message), 1);
      deleted.push(message.messageId);
    },
    changeVisibility(_queueArn, receiptHandle, seconds) {
      const message = find(receiptHandle);
      if (message) hide(message, seconds);
    },
    onAvailable(_queueArn, callback) {
      listeners.add(callback);
      return () => listeners.delete(callback);
    },
    visibilityTimeoutSeconds: () => visibilityTimeoutSeconds,
  };
  return {
    consumer,
    /** Arguments of each receive. */
    received,
    deleted,
    send(...messageIds: readonly string[]) {
      for (const messageId of messageIds) {
        stored.push({ messageId, body: `body of ${messageId}`, receiveCount: 0, visibleAt: clock.now() });
        tell();
      }
    },
    /** Removes a message behind the consumer's back. */
    lose(messageId: string) {
      stored.splice(
        stored.findIndex((message) => message.messageId === messageId),
        1,
      );
    },
    left: () => stored.map(({ messageId }) => messageId),
  };
}

const asReceived = ({ messageId, body, receiveCount }: Stored): ReceivedMessage => ({
  messageId,
  receiptHandle: `${messageId}#${receiveCount}`,
  body,
  md5OfBody: '0'.repeat(32),
  attributes: { ApproximateReceiveCount: String(receiveCount) },
  messageAttributes: {},
  md5OfMessageAttributes: undefined,
});
