/** What one `aws_sqs_queue` (standard) says. Times are in seconds. */
export interface QueueConfiguration {
  readonly address: string;
  readonly name: string;
  readonly arn: string;
  /** The queue's URL on the stage, `http://127.0.0.1:4002/123456789012/exports`. */
  readonly url: string;
  readonly visibilityTimeoutSeconds: number;
  readonly messageRetentionSeconds: number;
  readonly delaySeconds: number;
  readonly receiveWaitTimeSeconds: number;
  readonly maximumMessageSizeBytes: number;
  readonly redrive: { readonly deadLetterTargetArn: string; readonly maxReceiveCount: number } | undefined;
  /** Which queues may have it as their dead-letter queue, as the Terraform says it. */
  readonly redriveAllow: Readonly<Record<string, unknown>> | undefined;
}
