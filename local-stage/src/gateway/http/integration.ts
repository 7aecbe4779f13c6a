import type { InvocationAnswer } from '../../functions/invoker.ts';
import type { GatewayDependencies, GatewayResponse } from '../gateway.ts';
import { functionNameOf, integrationSourceArn } from './arns.ts';
import type { HttpApiConfiguration, HttpLambdaIntegration, HttpRoute } from './configuration.ts';
import { HttpApiConfigurationError } from './configuration-error.ts';
import { renderEventV1 } from './event-v1.ts';
import { renderEventV2 } from './event-v2.ts';
import type { RoutedExchange } from './exchange.ts';
import { MalformedAnswerError, readAnswerV1, readAnswerV2 } from './integration-answer.ts';
import { type InvocationOutcome, invokeWithin, isInvocationPermitted } from './invocation.ts';
import { Refusal } from './refusal.ts';

/** Answers an authorized request. @throws {Refusal} where the function gives no answer to pass on. */
export type Integration = (exchange: RoutedExchange) => Promise<GatewayResponse>;

/** Largest event of a synchronous invocation. ("Lambda quotas": 6 MB for request and response, each) */
const largestEventBytes = 6_291_556;

/** ("Quotas for HTTP APIs": 50 to 30,000 milliseconds) */
const shortestTimeoutMs = 50;
const longestTimeoutMs = 30_000;

const payloadFormats = {
  '1.0': { renderEvent: renderEventV1, readAnswer: readAnswerV1 },
  '2.0': { renderEvent: renderEventV2, readAnswer: readAnswerV2 },
};

/** @throws {HttpApiConfigurationError} for a route without an integration, or one that AWS would not take. */
export function createIntegration(
  route: HttpRoute,
  api: HttpApiConfiguration,
  dependencies: GatewayDependencies,
): Integration {
  const integration = checkedIntegration(route);
  const { renderEvent, readAnswer } = payloadFormats[integration.payloadFormatVersion];

  return async (exchange) => {
    requirePermission(exchange, integration, api, dependencies);
    const payload = renderEvent(exchange);
    if (Buffer.byteLength(payload) > largestEventBytes) {
      throw new Refusal('too-large', `the event of ${integration.address} is larger than ${largestEventBytes} bytes`);
    }
    const answer = await invoke(exchange, integration, payload, dependencies);
    const response = readOrRefuse(() => readAnswer(answer.payload), integration);
    if (exchange.integration) exchange.integration.functionStatus = response.status;
    return response;
  };
}

function checkedIntegration(route: HttpRoute): HttpLambdaIntegration {
  const { integration } = route;
  if (!integration) {
    throw new HttpApiConfigurationError(
      route.address,
      `the route ${route.routeKey} has no integration. Expected: target = "integrations/..." of an AWS_PROXY integration`,
    );
  }
  const { timeoutMs, address } = integration;
  if (!(timeoutMs >= shortestTimeoutMs && timeoutMs <= longestTimeoutMs)) {
    throw new HttpApiConfigurationError(
      address,
      `its timeout is ${timeoutMs} ms. Expected: ${shortestTimeoutMs} to ${longestTimeoutMs}`,
    );
  }
  return integration;
}

function requirePermission(
  exchange: RoutedExchange,
  { address, functionArn }: HttpLambdaIntegration,
  api: HttpApiConfiguration,
  dependencies: GatewayDependencies,
): void {
  const { stage, request, routeKey } = exchange;
  const sourceArn = integrationSourceArn(api, stage.configuration.name, request.method, routeKey);
  if (isInvocationPermitted(dependencies, functionArn, sourceArn)) return;
  throw new Refusal(
    'integration-failure',
    `${address}: no aws_lambda_permission lets apigateway.amazonaws.com invoke ${functionArn} for ${sourceArn}`,
    {
      integrationError:
        "The IAM role configured on the integration or API Gateway doesn't have permissions to call the integration. Check the permissions and try again.",
    },
  );
}

async function invoke(
  exchange: RoutedExchange,
  { address, functionArn, timeoutMs }: HttpLambdaIntegration,
  payload: string,
  dependencies: GatewayDependencies,
): Promise<InvocationAnswer> {
  const startedMs = performance.now();
  const outcome = await invokeWithin(dependencies, { functionArn, payload, timeoutMs, traceId: exchange.traceId });
  exchange.integration = {
    functionName: functionNameOf(functionArn),
    latencyMs: Math.round(performance.now() - startedMs),
    serviceStatus: serviceStatusOf(outcome),
    functionStatus: undefined,
    requestId: outcome.kind === 'answer' ? outcome.requestId : undefined,
  };
  if (outcome.kind !== 'answer') throw refuseWithoutAnswer(outcome, address, functionArn, timeoutMs);
  if (outcome.functionError) throw refuseFunctionError(outcome, address, functionArn);
  return outcome;
}

function serviceStatusOf(outcome: InvocationOutcome): number | undefined {
  const statuses = { answer: 200, throttle: 429, 'not-found': 404, timeout: undefined };
  return statuses[outcome.kind];
}

function refuseWithoutAnswer(
  outcome: Exclude<InvocationOutcome, InvocationAnswer>,
  address: string,
  functionArn: string,
  timeoutMs: number,
): Refusal {
  const name = functionNameOf(functionArn);
  switch (outcome.kind) {
    case 'timeout':
      return unavailable(`${address}: ${name} did not answer within the integration's timeout of ${timeoutMs} ms`);
    case 'throttle':
      return unavailable(`${address}: Lambda throttled ${name} (${outcome.reason})`);
    case 'not-found':
      return integrationFailure(`${address}: no function has the ARN ${functionArn}`);
  }
}

const unavailable = (text: string) => new Refusal('unavailable', text, { integrationError: text });
const integrationFailure = (text: string) => new Refusal('integration-failure', text, { integrationError: text });

function refuseFunctionError(answer: InvocationAnswer, address: string, functionArn: string): Refusal {
  return integrationFailure(`${address}: ${functionNameOf(functionArn)} failed: ${answer.payload.slice(0, 500)}`);
}

function readOrRefuse(read: () => GatewayResponse, { address, functionArn }: HttpLambdaIntegration): GatewayResponse {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof MalformedAnswerError)) throw error;
    throw new Refusal(
      'integration-failure',
      `${address}: the answer of ${functionNameOf(functionArn)} is malformed: ${error.message}`,
      {
        integrationError: "The response from the Lambda function doesn't match the format that API Gateway expects.",
      },
    );
  }
}
