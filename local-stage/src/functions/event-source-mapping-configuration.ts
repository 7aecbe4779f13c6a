/** What one `aws_lambda_event_source_mapping` of an SQS queue says. */
export interface EventSourceMappingConfiguration {
  readonly address: string;
  readonly id: string;
  readonly queueArn: string;
  readonly functionArn: string;
  readonly enabled: boolean;
  /** Most records an invocation gets. AWS's default: 10. */
  readonly batchSize: number;
  /** Longest wait to fill a batch, in seconds. AWS's default: 0. */
  readonly maximumBatchingWindowSeconds: number;
  /** Whether the function's answer names the records that failed (`ReportBatchItemFailures`). */
  readonly reportsBatchItemFailures: boolean;
  /** Most invocations at once; `undefined` is the service's own scaling. */
  readonly maximumConcurrency: number | undefined;
}
