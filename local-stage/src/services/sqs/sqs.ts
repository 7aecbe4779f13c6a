import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../clock.ts';
import type { State } from '../../state.ts';
import { AccessDenied, type Authorization } from '../iam/authorization.ts';
import { jsonError, jsonResponse, parseJsonBody, parseTarget } from '../json-protocol.ts';
import { AwsError, type AwsService, type ServiceRequest, type ServiceResponse } from '../service.ts';
import { jsonOperations } from '../service-operations.ts';
import { createAvailability } from './availability.ts';
import type { SqsContext } from './call.ts';
import type { QueueConfiguration } from './configuration.ts';
import { errorType, queryErrorHeader, requestThrottled } from './errors.ts';
import { createMessageMoveTasks } from './message-move-tasks.ts';
import { openMessageStore } from './message-store.ts';
import { operationNamed, operationNames } from './operations.ts';
import type { QueueConsumer } from './queue-consumer.ts';
import { createQueueDirectory } from './queue-directory.ts';
import { createQueueEngine, type QueueEngine } from './queue-engine.ts';
import { type QueueStatistics, queueStatistics } from './queue-statistics.ts';

export interface SqsDependencies {
  readonly clock: Clock;
  readonly state: State;
  readonly authorization: Authorization;
  readonly accountId: string;
  readonly region: string;
}

export interface Sqs extends AwsService, QueueConsumer, Pick<QueueEngine, 'send'> {
  statistics(): readonly QueueStatistics[];
  /** Ends long polls and redrives; what is stored stays. */
  close(): void;
}

/**
 * Amazon SQS over its JSON protocol, with the standard queues that the Terraform declares.
 *
 * @throws {Error} where two queues have one name, or a redrive policy names a queue that is not there.
 */
export function createSqs(queues: readonly QueueConfiguration[], dependencies: SqsDependencies): Sqs {
  const { clock, state, authorization, accountId, region } = dependencies;
  const database = state.database('sqs');
  const store = openMessageStore(database);
  const directory = createQueueDirectory(queues);
  const availability = createAvailability(clock, store.nextVisibleAt);
  const engine = createQueueEngine({ database, store, directory, availability, clock });
  const moveTasks = createMessageMoveTasks({ database, store, directory, availability, clock });
  const closing = new AbortController();
  const context: SqsContext = {
    ...{ engine, moveTasks, directory, authorization, clock, accountId, region },
    createdAt: rememberCreation(database, queues, clock),
    closing: closing.signal,
  };
  return {
    ...engine,
    signingName: 'sqs',
    jsonTarget: 'AmazonSQS',
    operations: jsonOperations(operationNames, requestThrottled),
    handle: (request) => handle(context, request),
    renderError,
    statistics: () => queueStatistics(engine, directory),
    close() {
      closing.abort();
      moveTasks.close();
      availability.close();
    },
  };
}

async function handle(context: SqsContext, request: ServiceRequest): Promise<ServiceResponse> {
  try {
    const operation = operationNamed(operationNameOf(request));
    const document = await operation(context, { parameters: parseJsonBody(request), caller: request.caller });
    return jsonResponse(document, request.requestId, '1.0');
  } catch (error) {
    if (error instanceof AwsError) return renderError(error, request.requestId);
    if (error instanceof AccessDenied) {
      return renderError(new AwsError('AccessDeniedException', error.message, 403), request.requestId);
    }
    throw error;
  }
}

function operationNameOf(request: ServiceRequest): string {
  const target = parseTarget(request);
  if (target?.service === 'AmazonSQS') return target.operation;
  throw new AwsError(
    'UnknownOperationException',
    `the header X-Amz-Target is "${request.headers['x-amz-target'] ?? ''}". Expected: AmazonSQS.<operation>, ` +
      'as the JSON protocol of Amazon SQS sends it',
  );
}

/** Errors carry their code of the older query protocol too, which SDKs show as `Code`. */
function renderError(error: AwsError, requestId: string): ServiceResponse {
  const typed = new AwsError(errorType(error), error.message, error.status, error.details);
  return jsonError(typed, requestId, '1.0', { headers: { 'x-amzn-query-error': queryErrorHeader(error) } });
}

/** Keeps when each queue was first seen; the answer survives a restart. */
function rememberCreation(database: DatabaseSync, queues: readonly QueueConfiguration[], clock: Clock) {
  database.exec('CREATE TABLE IF NOT EXISTS queues (arn TEXT PRIMARY KEY, created_at INTEGER NOT NULL) STRICT');
  const insert = database.prepare('INSERT OR IGNORE INTO queues (arn, created_at) VALUES (?, ?)');
  for (const queue of queues) insert.run(queue.arn, clock.now());
  const select = database.prepare('SELECT created_at AS createdAt FROM queues WHERE arn = ?');
  return (queueArn: string) => (select.get(queueArn) as { createdAt: number }).createdAt;
}
