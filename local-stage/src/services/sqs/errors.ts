import { AwsError, faultOf } from '../service.ts';

/**
 * What the SQS API model says of each error: the code of the older query protocol, which the
 * `x-amzn-query-error` header still carries and SDKs show as `Code`, and the HTTP status.
 */
const errorTraits = {
  BatchEntryIdsNotDistinct: { queryCode: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct', status: 400 },
  BatchRequestTooLong: { queryCode: 'AWS.SimpleQueueService.BatchRequestTooLong', status: 400 },
  EmptyBatchRequest: { queryCode: 'AWS.SimpleQueueService.EmptyBatchRequest', status: 400 },
  InvalidAddress: { queryCode: 'InvalidAddress', status: 404 },
  InvalidAttributeName: { queryCode: 'InvalidAttributeName', status: 400 },
  InvalidBatchEntryId: { queryCode: 'AWS.SimpleQueueService.InvalidBatchEntryId', status: 400 },
  InvalidMessageContents: { queryCode: 'InvalidMessageContents', status: 400 },
  InvalidParameterValueException: { queryCode: 'InvalidParameterValue', status: 400 },
  MessageNotInflight: { queryCode: 'AWS.SimpleQueueService.MessageNotInflight', status: 400 },
  MissingRequiredParameterException: { queryCode: 'MissingParameter', status: 400 },
  OverLimit: { queryCode: 'OverLimit', status: 403 },
  PurgeQueueInProgress: { queryCode: 'AWS.SimpleQueueService.PurgeQueueInProgress', status: 403 },
  QueueDoesNotExist: { queryCode: 'AWS.SimpleQueueService.NonExistentQueue', status: 400 },
  ReceiptHandleIsInvalid: { queryCode: 'ReceiptHandleIsInvalid', status: 404 },
  RequestThrottled: { queryCode: 'RequestThrottled', status: 403 },
  ResourceNotFoundException: { queryCode: 'ResourceNotFoundException', status: 404 },
  TooManyEntriesInBatchRequest: { queryCode: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest', status: 400 },
  UnsupportedOperation: { queryCode: 'AWS.SimpleQueueService.UnsupportedOperation', status: 400 },
} as const;

export type SqsErrorCode = keyof typeof errorTraits;

/** Codes that every AWS service shares; their documents name another model than the service's own. */
const commonQueryCodes: Readonly<Record<string, string>> = {
  AccessDeniedException: 'AccessDenied',
  UnknownOperationException: 'InvalidAction',
};

export function sqsError(code: SqsErrorCode, message: string): AwsError {
  return new AwsError(code, message, errorTraits[code].status);
}

/** @param reason what AWS's text says after `Reason: `. */
export function invalidValue(value: unknown, parameter: string, reason: string): AwsError {
  return sqsError(
    'InvalidParameterValueException',
    `Value ${value} for parameter ${parameter} is invalid. Reason: ${reason}`,
  );
}

export function queueDoesNotExist(): AwsError {
  return sqsError('QueueDoesNotExist', 'The specified queue does not exist.');
}

export function receiptHandleIsInvalid(receiptHandle: string): AwsError {
  return sqsError(
    'ReceiptHandleIsInvalid',
    `The input receipt handle "${receiptHandle}" is not a valid receipt handle.`,
  );
}

export function requestThrottled(): AwsError {
  return sqsError('RequestThrottled', 'Request is throttled.');
}

/** The error's code in the query protocol; a batch's failed entries carry it too. */
export function queryCodeOf(error: AwsError): string {
  return isSqsErrorCode(error.code) ? errorTraits[error.code].queryCode : (commonQueryCodes[error.code] ?? error.code);
}

/** Value of the `x-amzn-query-error` header. */
export function queryErrorHeader(error: AwsError): string {
  return `${queryCodeOf(error)};${faultOf(error)}`;
}

/** `__type` of the error's document, its namespace included. */
export function errorType(error: AwsError): string {
  const namespace = isSqsErrorCode(error.code) ? 'com.amazonaws.sqs' : 'com.amazon.coral.service';
  return `${namespace}#${error.code}`;
}

const isSqsErrorCode = (code: string): code is SqsErrorCode => Object.hasOwn(errorTraits, code);
