import { FunctionsClosedError } from '../../functions/invoker.ts';
import type { Gateway, GatewayDependencies, GatewayRequest, GatewayResponse } from '../gateway.ts';
import { createExtendedRequestId, createTraceId } from '../identifiers.ts';
import { largestBodyBytes } from '../request-body.ts';
import { createAuthorizers } from './authorizers.ts';
import type { HttpApiConfiguration } from './configuration.ts';
import { contextVariables } from './context-variables.ts';
import { createManagedCors, type ManagedCors } from './cors.ts';
import type { Authorizer, Exchange, RoutedExchange } from './exchange.ts';
import { readRequest } from './http-request.ts';
import { createIntegration, type Integration } from './integration.ts';
import { Refusal } from './refusal.ts';
import { createRouteTable, type RouteTable } from './routes.ts';
import { createStageTable, type StageTable } from './stages.ts';

interface Route {
  readonly address: string;
  readonly routeKey: string;
  readonly authorize: Authorizer;
  readonly integrate: Integration;
}

/** An API made ready for requests: everything that can be decided beforehand is. */
interface CompiledApi {
  readonly configuration: HttpApiConfiguration;
  readonly stages: StageTable;
  readonly routes: RouteTable<Route>;
  readonly cors: ManagedCors | undefined;
}

/**
 * Runs an HTTP API as API Gateway does.
 *
 * @throws {HttpApiConfigurationError} naming the Terraform address of whatever cannot be evaluated.
 */
export function createHttpApi(configuration: HttpApiConfiguration, dependencies: GatewayDependencies): Gateway {
  const api = compileApi(configuration, dependencies);
  return async (request) => {
    const startedMs = performance.now();
    const exchange = beginExchange(configuration, request, dependencies);
    const response = finish(await answer(api, exchange), api, exchange);
    report(exchange, response, performance.now() - startedMs, dependencies);
    return response;
  };
}

function compileApi(configuration: HttpApiConfiguration, dependencies: GatewayDependencies): CompiledApi {
  const authorizerOf = createAuthorizers(configuration, dependencies);
  const routes = configuration.routes.map((route) => ({
    address: route.address,
    routeKey: route.routeKey,
    authorize: authorizerOf(route),
    integrate: createIntegration(route, configuration, dependencies),
  }));
  return {
    configuration,
    stages: createStageTable(configuration, dependencies),
    routes: createRouteTable(routes),
    cors: configuration.cors && createManagedCors(configuration.cors, configuration.address),
  };
}

function beginExchange(
  api: HttpApiConfiguration,
  gatewayRequest: GatewayRequest,
  { clock }: GatewayDependencies,
): Exchange {
  const request = readRequest(gatewayRequest);
  return {
    api,
    request,
    requestId: createExtendedRequestId(),
    traceId: createTraceId(request.headers['x-amzn-trace-id'], clock),
    startedAt: clock.now(),
    stage: undefined,
    routeKey: undefined,
    authorization: { kind: 'NONE' },
    integration: undefined,
    refusal: undefined,
  };
}

async function answer(api: CompiledApi, exchange: Exchange): Promise<GatewayResponse> {
  try {
    return await answerOrRefuse(api, exchange);
  } catch (error) {
    exchange.refusal = error instanceof Refusal ? error : refusalOf(error);
    return exchange.refusal.toResponse();
  }
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof FunctionsClosedError) return new Refusal('unavailable', error.message);
  console.error('a defect of the local stage:', error);
  return new Refusal('defect', `a defect of the local stage: ${error instanceof Error ? error.message : error}`);
}

/** The order of AWS: endpoint, stage, route, size, throttle, authorization, integration. */
async function answerOrRefuse(api: CompiledApi, exchange: Exchange): Promise<GatewayResponse> {
  const { configuration, cors } = api;
  const { request } = exchange;
  if (configuration.disableExecuteApiEndpoint) {
    throw new Refusal('forbidden', `${configuration.address}: disable_execute_api_endpoint is true`);
  }
  if (!request.isDecodable) throw new Refusal('bad-request', `the path ${request.encodedPath} is not well encoded`);

  const matched = matchRoute(api, exchange);
  if (!matched) {
    if (cors && exchange.stage && request.method === 'OPTIONS') return preflightAnswer;
    throw refuseUnmatched(exchange);
  }
  const { route, routed } = matched;
  requireSize(routed);
  requireTokens(routed);
  routed.authorization = await route.authorize(routed);
  return route.integrate(routed);
}

const preflightAnswer: GatewayResponse = { status: 204, headers: [], body: Buffer.alloc(0) };

function matchRoute(api: CompiledApi, exchange: Exchange): { route: Route; routed: RoutedExchange } | undefined {
  const inStage = api.stages(exchange.request.segments);
  if (!inStage) return undefined;
  exchange.stage = inStage.stage;
  const match = api.routes.match(exchange.request.method, inStage.segments);
  if (!match) return undefined;
  const { route, pathParameters } = match;
  const routed = Object.assign(exchange, {
    stage: inStage.stage,
    routeKey: route.routeKey,
    pathParameters,
    routePath: `/${inStage.segments.join('/')}`,
  });
  return { route, routed };
}

function refuseUnmatched({ api, request, stage }: Exchange): Refusal {
  const asked = `${request.method} ${request.path}`;
  if (stage) return new Refusal('not-found', `${api.address}: no route matches ${asked}`);
  const names = api.stages.map((candidate) => candidate.name).join(', ') || 'none';
  return new Refusal('not-found', `${api.address}: no stage matches ${asked}; its stages: ${names}`);
}

function requireSize({ request, stage }: RoutedExchange): void {
  if (request.body.length <= largestBodyBytes) return;
  const explanation = `${stage.configuration.address}: the body is larger than ${largestBodyBytes} bytes`;
  throw new Refusal('too-large', explanation);
}

function requireTokens({ routeKey, stage }: RoutedExchange): void {
  const throttle = stage.throttleOf(routeKey);
  if (!throttle) return;
  throw new Refusal(
    'throttled',
    `${stage.configuration.address} throttles ${routeKey} at ${throttle.rateLimit} a second, burst ${throttle.burstLimit}`,
  );
}

/** The gateway's own headers; where it manages CORS, the integration's CORS headers give way. */
function finish(response: GatewayResponse, { cors }: CompiledApi, { request, requestId }: Exchange): GatewayResponse {
  const kept = cors ? response.headers.filter(([name]) => !isCorsHeader(name)) : response.headers;
  const corsHeaders = cors ? cors.headersFor(request) : [];
  return { ...response, headers: [...kept, ...corsHeaders, ['Apigw-Requestid', requestId]] };
}

const isCorsHeader = (name: string) => /^access-control-/i.test(name);

function report(
  exchange: Exchange,
  { status, body }: GatewayResponse,
  durationMs: number,
  { onRequest }: GatewayDependencies,
): void {
  const { api, integration, refusal, request, requestId } = exchange;
  const latencyMs = Math.round(durationMs);
  exchange.stage?.log(contextVariables(exchange, { status, responseBytes: body.length, latencyMs }));
  onRequest({
    requestId,
    api: api.name,
    method: request.method,
    path: request.encodedPath,
    status,
    durationMs,
    functionName: integration?.functionName,
    functionRequestId: integration?.requestId,
    explanation: refusal?.message,
  });
}
