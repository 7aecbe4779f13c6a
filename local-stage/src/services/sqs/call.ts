import type { Clock } from '../../clock.ts';
import type { Authorization } from '../iam/authorization.ts';
import type { Caller } from '../service.ts';
import type { QueueConfiguration } from './configuration.ts';
import { queueDoesNotExist, sqsError } from './errors.ts';
import type { MessageMoveTasks } from './message-move-tasks.ts';
import { type Parameters, requiredString } from './parameters.ts';
import type { QueueDirectory } from './queue-directory.ts';
import type { QueueEngine } from './queue-engine.ts';

/** What the operations work on. */
export interface SqsContext {
  readonly engine: QueueEngine;
  readonly moveTasks: MessageMoveTasks;
  readonly directory: QueueDirectory;
  readonly authorization: Authorization;
  readonly clock: Clock;
  readonly accountId: string;
  readonly region: string;
  /** When a queue was first seen, in epoch milliseconds. */
  readonly createdAt: (queueArn: string) => number;
  /** Ends every wait of a long poll when the stage stops. */
  readonly closing: AbortSignal;
}

/** One request: what it says and who says it. */
export interface SqsCall {
  readonly parameters: Parameters;
  readonly caller: Caller | null;
}

/** @returns the document of the answer; `undefined` where the operation has none. */
export type SqsOperation = (context: SqsContext, call: SqsCall) => unknown;

/**
 * The queue that the request names, once the caller may do `action` to it: permission comes first, so
 * that nobody learns which queues exist.
 *
 * @param action without the service: `SendMessage`.
 * @throws {AwsError} QueueDoesNotExist
 * @throws {AccessDenied}
 */
export function authorizedQueue(context: SqsContext, call: SqsCall, action: string): QueueConfiguration {
  const arn = arnOfUrl(context, requiredString(call.parameters, 'QueueUrl'));
  context.authorization.require(call.caller, `sqs:${action}`, arn);
  return context.directory.byArn(arn);
}

/** Only account and name of the URL count: which host a caller used for the stage does not matter. */
function arnOfUrl(context: SqsContext, queueUrl: string): string {
  const path = URL.canParse(queueUrl) ? new URL(queueUrl).pathname : undefined;
  const [, account, name, ...rest] = path?.split('/') ?? [];
  if (!account || !name || rest.length > 0) {
    throw sqsError('InvalidAddress', `The address ${queueUrl} is not valid for this endpoint.`);
  }
  if (account !== context.accountId) throw queueDoesNotExist();
  return arnOfName(context, name);
}

export const arnOfName = (context: SqsContext, name: string) =>
  `arn:aws:sqs:${context.region}:${context.accountId}:${name}`;
