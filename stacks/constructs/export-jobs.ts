import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping/index.js';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue/index.js';
import { SqsQueueRedriveAllowPolicy } from '@cdktf/provider-aws/lib/sqs-queue-redrive-allow-policy/index.js';
import { Construct } from 'constructs';
import type { Environment } from '../environment.ts';
import { type Grantable, grantable } from './grants.ts';
import { resourceName } from './names.ts';
import { ServiceFunction } from './service-function.ts';
import type { Storage } from './storage.ts';

/** Times that a message is tried before it moves to the dead-letter queue. */
const maxReceiveCount = 5;
const workerTimeoutSeconds = 60;
/** "Using Lambda with Amazon SQS" asks for six times the function's timeout, to leave room for throttled retries. */
const visibilityTimeoutSeconds = 6 * workerTimeoutSeconds;
/** The longest that SQS keeps messages ("Amazon SQS message quotas"). */
const deadLetterRetentionSeconds = 14 * 24 * 60 * 60;
const batchSize = 5;
/** Exports that run at once; the rest waits in the queue instead of using up the account's concurrency. */
const maximumConcurrency = 5;

export interface ExportJobsProps {
  readonly environment: Environment;
  readonly bundles: string;
  /** Name of the API on whose behalf exports run. */
  readonly service: string;
  readonly storage: Storage;
}

/**
 * Exports that run after their request was answered: queue, worker and dead-letter queue. Nothing
 * consumes the dead-letter queue, so a redrive finds every message that failed.
 */
export class ExportJobs extends Construct {
  readonly queue: SqsQueue;
  readonly deadLetterQueue: SqsQueue;
  readonly queueAccess: Grantable;
  readonly deadLetterQueueAccess: Grantable;
  readonly worker: ServiceFunction;

  constructor(scope: Construct, id: string, props: ExportJobsProps) {
    super(scope, id);
    this.deadLetterQueue = new SqsQueue(this, 'dead-letter-queue', {
      name: resourceName(props.environment, 'exports-dead-letter'),
      messageRetentionSeconds: deadLetterRetentionSeconds,
      sqsManagedSseEnabled: true,
    });
    this.deadLetterQueue.overrideLogicalId('export-dead-letter-queue');
    this.queue = new SqsQueue(this, 'queue', {
      name: resourceName(props.environment, 'exports'),
      visibilityTimeoutSeconds,
      sqsManagedSseEnabled: true,
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: this.deadLetterQueue.arn, maxReceiveCount }),
    });
    this.queue.overrideLogicalId('export-queue');
    new SqsQueueRedriveAllowPolicy(this, 'redrive-allow-policy', {
      queueUrl: this.deadLetterQueue.url,
      redriveAllowPolicy: JSON.stringify({ redrivePermission: 'byQueue', sourceQueueArns: [this.queue.arn] }),
    });
    this.queueAccess = grantable({
      sid: 'Queue',
      service: 'sqs',
      arn: this.queue.arn,
      variables: { EXPORT_QUEUE_URL: this.queue.url },
    });
    this.deadLetterQueueAccess = grantable({
      sid: 'DeadLetterQueue',
      service: 'sqs',
      arn: this.deadLetterQueue.arn,
      variables: { EXPORT_DEAD_LETTER_QUEUE_URL: this.deadLetterQueue.url },
    });
    this.worker = this.makeWorker(props);
    this.consume();
  }

  private makeWorker({ environment, bundles, service, storage }: ExportJobsProps): ServiceFunction {
    return new ServiceFunction(this, 'worker', {
      environment,
      name: 'exportWorker',
      description: 'Runs the exports in the queue',
      service,
      bundles,
      timeoutSeconds: workerTimeoutSeconds,
      grants: {
        variables: {
          ...storage.table.variables,
          ...storage.exports.variables,
          MAX_RECEIVE_COUNT: String(maxReceiveCount),
        },
        statements: [
          ...storage.table.statements(['GetItem', 'Query', 'UpdateItem']),
          ...storage.exports.statements(['AbortMultipartUpload', 'PutObject']),
          // What Lambda itself polls the queue with ("Using Lambda with Amazon SQS").
          ...this.queueAccess.statements(['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage']),
        ],
      },
    });
  }

  private consume(): void {
    new LambdaEventSourceMapping(this, 'event-source-mapping', {
      eventSourceArn: this.queue.arn,
      functionName: this.worker.lambda.arn,
      batchSize,
      functionResponseTypes: ['ReportBatchItemFailures'],
      // Reserved concurrency would throttle polls that were received already and count them as tries.
      scalingConfig: { maximumConcurrency },
      // Lambda checks at once that the role may poll.
      dependsOn: [this.worker.rolePolicy],
    });
  }
}
