import { authorizedQueue, type SqsContext, type SqsOperation } from '../call.ts';
import { missingParameter, optionalInteger, type Parameters, requiredString } from '../parameters.ts';
import { batchResult, eachEntry, readBatch } from './batch.ts';

/** 12 hours, in seconds. Source: ChangeMessageVisibility. */
const maximumVisibilityTimeout = 43_200;

/** API reference: ChangeMessageVisibility. */
export const changeMessageVisibility: SqsOperation = (context, call) => {
  const queue = authorizedQueue(context, call, 'ChangeMessageVisibility');
  change(context, queue.arn, call.parameters);
};

/** API reference: ChangeMessageVisibilityBatch. Needs the permission of ChangeMessageVisibility. */
export const changeMessageVisibilityBatch: SqsOperation = (context, call) => {
  const queue = authorizedQueue(context, call, 'ChangeMessageVisibility');
  const entries = readBatch(call.parameters, 'ChangeMessageVisibilityBatchRequestEntry');
  const { done, failed } = eachEntry(entries, ({ id, parameters }) => {
    change(context, queue.arn, parameters);
    return { Id: id };
  });
  return batchResult(done, failed);
};

function change(context: SqsContext, queueArn: string, parameters: Parameters): void {
  const receiptHandle = requiredString(parameters, 'ReceiptHandle');
  const timeoutSeconds = visibilityTimeoutOf(parameters);
  if (timeoutSeconds === undefined) throw missingParameter('VisibilityTimeout');
  context.engine.changeVisibility(queueArn, receiptHandle, timeoutSeconds);
}

/** @throws {AwsError} InvalidParameterValue where it is not between 0 and 12 hours. */
export function visibilityTimeoutOf(parameters: Parameters): number | undefined {
  const reason = `Must be between 0 and ${maximumVisibilityTimeout}, if provided.`;
  return optionalInteger(parameters, 'VisibilityTimeout', [0, maximumVisibilityTimeout], reason);
}
