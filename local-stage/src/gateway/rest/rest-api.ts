import { performance } from 'node:perf_hooks';
import { FunctionsClosedError } from '../../functions/invoker.ts';
import type { Gateway, GatewayDependencies, GatewayRequest, GatewayResponse } from '../gateway.ts';
import { largestBodyBytes } from '../request-body.ts';
import { type AccessLog, compileAccessLog } from './access-log.ts';
import type { RestApiConfiguration, RestStage } from './configuration.ts';
import { GatewayConfigurationError } from './configuration-error.ts';
import { type Answered, answerForbidden, answerTooLarge } from './early-answers.ts';
import { createExchange, type Exchange } from './exchange.ts';
import { compileGatewayResponses } from './gateway-responses.ts';
import { createMethodCompiler } from './method-plan.ts';
import { isRefusal, type Refusal } from './refusal.ts';
import { type RequestPath, splitTarget } from './request-path.ts';
import { createRouter } from './routing.ts';
import { refuseUnknownRoute } from './unknown-route.ts';

/**
 * Serves a REST API as API Gateway does, all its stages under the first segment of the path.
 *
 * @throws {GatewayConfigurationError} with the Terraform address of whatever cannot be evaluated:
 *   nothing is served that might decide otherwise than AWS.
 */
export function createRestApi(configuration: RestApiConfiguration, dependencies: GatewayDependencies): Gateway {
  const stages = compileStages(configuration, dependencies);
  const answer = createAnswerer(configuration, dependencies);
  return async (request) => {
    const startedAt = performance.now();
    const path = splitTarget(request.target);
    const { response, ...record } = await serve(request, path, startedAt);
    dependencies.onRequest({
      ...record,
      api: configuration.name,
      method: request.method,
      path: path.withStage,
      status: response.status,
      durationMs: performance.now() - startedAt,
    });
    return request.method === 'HEAD' ? withoutBody(response) : response;
  };

  async function serve(request: GatewayRequest, path: RequestPath, startedAt: number): Promise<Answered> {
    const stage = configuration.disableExecuteApiEndpoint ? undefined : stages.get(path.stageName);
    if (request.body.length > largestBodyBytes) return answerTooLarge();
    if (!stage) return answerForbidden(configuration, path.stageName);
    const exchange = createExchange(configuration, stage.configuration, request, path, dependencies.clock);
    const response = await answer(exchange);
    stage.log(exchange, response, Math.round(performance.now() - startedAt));
    return {
      response,
      requestId: exchange.requestId,
      functionName: exchange.integration?.functionName,
      functionRequestId: exchange.integration?.requestId,
      explanation: exchange.refusal?.explanation,
    };
  }
}

interface CompiledStage {
  readonly configuration: RestStage;
  readonly log: AccessLog;
}

function compileStages(
  { stages }: RestApiConfiguration,
  { logGroups }: GatewayDependencies,
): ReadonlyMap<string, CompiledStage> {
  const compiled = new Map<string, CompiledStage>();
  for (const stage of stages) {
    if (compiled.has(stage.name)) {
      throw new GatewayConfigurationError(stage.address, `stage_name ${stage.name} is that of another stage already`);
    }
    compiled.set(stage.name, { configuration: stage, log: compileAccessLog(stage, logGroups) });
  }
  return compiled;
}

/** Answers a request to a stage. A defect of the stage becomes API Gateway's own 500. */
function createAnswerer(
  configuration: RestApiConfiguration,
  dependencies: GatewayDependencies,
): (exchange: Exchange) => Promise<GatewayResponse> {
  const renderRefusal = compileGatewayResponses(configuration);
  const compileMethod = createMethodCompiler(configuration, dependencies);
  const match = createRouter(configuration.address, configuration.resources, compileMethod);
  return async (exchange) => {
    const answer = await execute(exchange).catch(refusalOf);
    if (!isRefusal(answer)) return answer;
    exchange.refusal = answer;
    return renderRefusal(exchange, answer);
  };

  async function execute(exchange: Exchange): Promise<GatewayResponse | Refusal> {
    const found = match(exchange.request.method, exchange.path.belowStage);
    if (!found) return refuseUnknownRoute(exchange, dependencies);
    const { resource, method } = found.method;
    exchange.route = { resource, method, pathParameters: found.pathParameters };
    return found.method.execute(exchange);
  }
}

/** The caller learns nothing but a request id; where it happened is for whoever runs the stage. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof FunctionsClosedError) {
    return { responseType: 'DEFAULT_5XX', status: 503, explanation: error.message };
  }
  const [what, where = ''] = error instanceof Error ? (error.stack ?? error.message).split('\n') : [String(error)];
  return { responseType: 'DEFAULT_5XX', explanation: `a defect of the local stage: ${what} ${where.trim()}` };
}

/** The answer to HEAD tells its length, and has no body. */
function withoutBody({ status, headers, body }: GatewayResponse): GatewayResponse {
  return { status, headers: [...headers, ['Content-Length', String(body.length)]], body: Buffer.alloc(0) };
}
