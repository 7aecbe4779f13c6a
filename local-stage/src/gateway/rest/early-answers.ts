import type { GatewayResponse } from '../gateway.ts';
import { createExtendedRequestId, createRequestId } from '../identifiers.ts';
import { largestBodyBytes } from '../request-body.ts';
import type { RestApiConfiguration } from './configuration.ts';

/** An answer with what the terminal tells of it. */
export interface Answered {
  readonly response: GatewayResponse;
  readonly requestId: string;
  readonly functionName: string | undefined;
  readonly functionRequestId: string | undefined;
  readonly explanation: string | undefined;
}

/** To a body past the limit. Not a gateway response on AWS: no override applies, and none of its headers is there. */
export function answerTooLarge(): Answered {
  return {
    requestId: createRequestId(),
    functionName: undefined,
    functionRequestId: undefined,
    explanation: `the body is larger than the ${largestBodyBytes} bytes that API Gateway takes`,
    response: {
      status: 413,
      headers: [['Content-Type', 'text; charset=utf-8']],
      body: Buffer.from(`HTTP content length exceeded ${largestBodyBytes} bytes.`),
    },
  };
}

/**
 * To a path under no stage, or at a disabled endpoint: nothing of the API applies, not even its gateway
 * responses. (Only a path under a stage that exists is told of a missing authentication token.)
 */
export function answerForbidden(
  { address, stages, disableExecuteApiEndpoint }: RestApiConfiguration,
  stageName: string,
): Answered {
  const requestId = createRequestId();
  const names = stages.map(({ name }) => `/${name}`).join(', ');
  return {
    requestId,
    functionName: undefined,
    functionRequestId: undefined,
    explanation: disableExecuteApiEndpoint
      ? `disable_execute_api_endpoint of ${address} is true`
      : `${address} has no stage ${JSON.stringify(stageName)}. Expected: a path under ${names}`,
    response: {
      status: 403,
      headers: [
        ['Content-Type', 'application/json'],
        ['x-amzn-RequestId', requestId],
        ['x-amzn-ErrorType', 'ForbiddenException'],
        ['x-amz-apigw-id', createExtendedRequestId()],
      ],
      body: Buffer.from('{"message":"Forbidden"}'),
    },
  };
}
