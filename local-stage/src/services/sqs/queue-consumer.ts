/** The queue engine as an event source mapping uses it: no protocol, no signatures. */
export interface QueueConsumer {
  /**
   * Receives messages, hiding them for the visibility timeout, in the order they were sent as far as
   * a standard queue keeps it.
   *
   * @param visibilityTimeoutSeconds @default the queue's own
   */
  receive(queueArn: string, maximum: number, visibilityTimeoutSeconds?: number): readonly ReceivedMessage[];
  delete(queueArn: string, receiptHandle: string): void;
  /** 0 makes the message visible at once. */
  changeVisibility(queueArn: string, receiptHandle: string, timeoutSeconds: number): void;
  /**
   * Calls back whenever a message of the queue may have become visible.
   *
   * @returns a function that ends the subscription.
   */
  onAvailable(queueArn: string, callback: () => void): () => void;
  /** Visibility timeout of the queue, in seconds. */
  visibilityTimeoutSeconds(queueArn: string): number;
}

export interface ReceivedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly md5OfBody: string;
  /** ApproximateReceiveCount, SentTimestamp, SenderId, ApproximateFirstReceiveTimestamp, ... */
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, MessageAttribute>>;
  readonly md5OfMessageAttributes: string | undefined;
}

export interface MessageAttribute {
  /** `String`, `Number`, `Binary`, with an optional custom suffix. */
  readonly dataType: string;
  readonly stringValue: string | undefined;
  /** Base64. */
  readonly binaryValue: string | undefined;
}
