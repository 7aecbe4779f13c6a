import type { InvocationMessage } from './messages.ts';

/** A handler's second argument (Lambda developer guide, "Using the Lambda context object to retrieve Node.js function information"). */
export interface InvocationContext {
  readonly functionName: string | undefined;
  readonly functionVersion: string | undefined;
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string | undefined;
  readonly awsRequestId: string;
  readonly logGroupName: string | undefined;
  readonly logStreamName: string | undefined;
  readonly identity: undefined;
  readonly clientContext: undefined;
  readonly tenantId: undefined;
  readonly xRayTraceId: string;
  /** Milliseconds until the function times out. */
  getRemainingTimeInMillis(): number;
}

export function invocationContext(
  { requestId, traceId, deadlineMs }: InvocationMessage,
  functionArn: string,
  variables: NodeJS.ProcessEnv = process.env,
): InvocationContext {
  return {
    clientContext: undefined,
    identity: undefined,
    invokedFunctionArn: functionArn,
    awsRequestId: requestId,
    tenantId: undefined,
    xRayTraceId: traceId,
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
    functionName: variables['AWS_LAMBDA_FUNCTION_NAME'],
    functionVersion: variables['AWS_LAMBDA_FUNCTION_VERSION'],
    memoryLimitInMB: variables['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
    logGroupName: variables['AWS_LAMBDA_LOG_GROUP_NAME'],
    logStreamName: variables['AWS_LAMBDA_LOG_STREAM_NAME'],
  };
}
