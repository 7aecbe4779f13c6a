import { performance } from 'node:perf_hooks';
import { FunctionNotFoundError, type InvocationAnswer, type InvocationResult } from '../../../functions/invoker.ts';
import type { GatewayDependencies, GatewayResponse } from '../../gateway.ts';
import type { LambdaProxyIntegration } from '../configuration.ts';
import { GatewayConfigurationError } from '../configuration-error.ts';
import type { Exchange, IntegrationRecord } from '../exchange.ts';
import { apiGatewayPrincipal, declaredMethodArn, functionNameOf } from '../execute-api-arn.ts';
import type { Refusal } from '../refusal.ts';
import type { BinaryMediaTypes } from './binary-media-types.ts';
import type { Integration } from './integration.ts';
import { buildProxyEvent } from './lambda-proxy-event.ts';
import { MalformedProxyResponseError, readProxyResponse } from './lambda-proxy-response.ts';
import { timedOut, withTimeout } from './timeout.ts';

/** Largest event of a synchronous invocation, in bytes. ("Lambda quotas": 6 MB) */
const largestEventBytes = 6 * 1024 * 1024;

/** Shortest timeout of an integration, in milliseconds. ("Quotas for configuring and running a REST API") */
const shortestTimeoutMs = 50;

type Dependencies = Pick<GatewayDependencies, 'invoker' | 'clock'>;

/** Compiles a Lambda proxy integration. ("Lambda proxy integrations in API Gateway") */
export function compileLambdaProxy(
  integration: LambdaProxyIntegration,
  binary: BinaryMediaTypes,
  dependencies: Dependencies,
): Integration {
  const { address, functionArn, timeoutMs } = integration;
  if (!(timeoutMs >= shortestTimeoutMs)) {
    throw new GatewayConfigurationError(
      address,
      `timeout_milliseconds is ${timeoutMs}. Expected: ${shortestTimeoutMs} or more`,
    );
  }
  const functionName = functionNameOf(functionArn);
  return async (exchange) => {
    const fault = configurationFault(exchange, integration, dependencies);
    if (fault !== undefined) return misconfigured(fault);
    const event = buildProxyEvent(exchange, binary);
    // Bytes are costly to count, and UTF-8 takes at most three for a unit of the text.
    if (event.length > largestEventBytes / 3 && Buffer.byteLength(event) > largestEventBytes)
      return refuseEvent(address);
    const record = createRecord(functionName);
    exchange.integration = record;
    const startedAt = performance.now();
    const result = await invoke(integration, event, exchange, dependencies);
    record.latencyMs = Math.round(performance.now() - startedAt);
    if (result === timedOut) return timeOut(integration, record);
    if (result === undefined) return misconfigured(`${address} invokes ${functionArn}, which does not exist`);
    if (result.kind === 'throttle') return refuseThrottled(integration, result.reason, record);
    return answer(result, exchange, integration, binary, record);
  };
}

/** What would make Lambda, or API Gateway before it, refuse the invocation. */
function configurationFault(exchange: Exchange, integration: LambdaProxyIntegration, { invoker }: Dependencies) {
  const { address, functionArn, httpMethod } = integration;
  if (httpMethod !== 'POST') {
    return `integration_http_method of ${address} is ${httpMethod}. Expected: POST, the only one that invokes a function`;
  }
  const sourceArn = declaredMethodArn(exchange);
  if (invoker.permits(functionArn, apiGatewayPrincipal, sourceArn)) return undefined;
  return (
    `no aws_lambda_permission lets ${apiGatewayPrincipal} invoke ${functionNameOf(functionArn)} ` +
    `for ${sourceArn}, as ${address} needs`
  );
}

/** @returns `undefined` if the function does not exist. */
async function invoke(
  { functionArn, timeoutMs }: LambdaProxyIntegration,
  event: string,
  { traceId }: Exchange,
  { invoker, clock }: Dependencies,
): Promise<InvocationResult | typeof timedOut | undefined> {
  try {
    return await withTimeout(invoker.invoke(functionArn, event, { traceId }), timeoutMs, clock);
  } catch (error) {
    if (error instanceof FunctionNotFoundError) return undefined;
    throw error;
  }
}

function answer(
  result: InvocationAnswer,
  exchange: Exchange,
  { address }: LambdaProxyIntegration,
  binary: BinaryMediaTypes,
  record: IntegrationRecord,
): GatewayResponse | Refusal {
  record.serviceStatus = 200;
  record.requestId = result.requestId;
  if (result.functionError) return refuseFailure(address, record, result.payload);
  try {
    const response = readProxyResponse(result.payload, binary.isAnswerBinary(exchange));
    record.status = response.status;
    return { ...response, headers: [...serviceHeaders(exchange), ...response.headers] };
  } catch (error) {
    if (!(error instanceof MalformedProxyResponseError)) throw error;
    record.error = 'Malformed Lambda proxy response';
    return {
      responseType: 'INTEGRATION_FAILURE',
      explanation: `${record.functionName}, invoked by ${address}, gave a malformed proxy response: ${error.message}`,
    };
  }
}

const serviceHeaders = ({ requestId, extendedRequestId, traceId }: Exchange): [string, string][] => [
  ['x-amzn-RequestId', requestId],
  ['x-amz-apigw-id', extendedRequestId],
  ['X-Amzn-Trace-Id', traceId],
];

function createRecord(functionName: string): IntegrationRecord {
  return {
    functionName,
    latencyMs: undefined,
    status: undefined,
    serviceStatus: undefined,
    requestId: undefined,
    error: undefined,
  };
}

function refuseFailure(address: string, record: IntegrationRecord, payload: string): Refusal {
  record.status = 200;
  record.error = `Lambda Customer Function Error: ${payload}`;
  return {
    responseType: 'INTEGRATION_FAILURE',
    explanation: `${record.functionName}, invoked by ${address}, failed: ${payload.slice(0, 300)}`,
  };
}

function timeOut({ address, timeoutMs }: LambdaProxyIntegration, record: IntegrationRecord): Refusal {
  record.error = 'Execution failed due to a timeout error';
  return {
    responseType: 'INTEGRATION_TIMEOUT',
    explanation: `${record.functionName} took longer than the ${timeoutMs} ms (timeout_milliseconds) of ${address}`,
  };
}

/** Lambda rejects the invocation, which a REST API answers with 500. ("Errors with API Gateway" in the Lambda guide) */
function refuseThrottled({ address }: LambdaProxyIntegration, reason: string, record: IntegrationRecord): Refusal {
  record.serviceStatus = 429;
  record.error = 'Rate Exceeded.';
  return {
    responseType: 'API_CONFIGURATION_ERROR',
    explanation: `${record.functionName}, invoked by ${address}, was throttled: ${reason}`,
  };
}

const misconfigured = (explanation: string): Refusal => ({ responseType: 'API_CONFIGURATION_ERROR', explanation });

const refuseEvent = (address: string): Refusal => ({
  responseType: 'REQUEST_TOO_LARGE',
  explanation: `the event for ${address} is larger than the ${largestEventBytes} bytes that Lambda takes`,
});
