import type { GatewayDependencies, GatewayResponse } from '../gateway.ts';
import type { Authorizer } from './authorizers/authorizer.ts';
import { createAuthorizerCompiler } from './authorizers/compile-authorizer.ts';
import type { RestApiConfiguration, RestMethod, RestResource } from './configuration.ts';
import { GatewayConfigurationError } from './configuration-error.ts';
import type { Exchange } from './exchange.ts';
import { type BinaryMediaTypes, compileBinaryMediaTypes } from './integrations/binary-media-types.ts';
import type { Integration } from './integrations/integration.ts';
import { compileLambdaProxy } from './integrations/lambda-proxy.ts';
import { compileMock } from './integrations/mock.ts';
import type { Refusal } from './refusal.ts';
import { compileStageThrottle, type StageThrottle } from './usage/method-settings.ts';
import { createUsageLedger } from './usage/usage-ledger.ts';
import { compileUsagePlans, type UsagePlanCheck } from './usage/usage-plans.ts';
import { createModelCompiler } from './validation/models.ts';
import { compileRequestValidator, type RequestValidator } from './validation/request-validator.ts';

/** A method with everything compiled that a request to it passes. */
interface MethodPlan {
  readonly resource: RestResource;
  readonly method: RestMethod;
  /** Takes a routed exchange through the method's checks to its integration. */
  readonly execute: (exchange: Exchange) => Promise<GatewayResponse | Refusal>;
}

export type MethodCompiler = (resource: RestResource, httpMethod: string) => MethodPlan;

/** @throws {GatewayConfigurationError} for anything of the API that cannot be evaluated. */
export function createMethodCompiler(api: RestApiConfiguration, dependencies: GatewayDependencies): MethodCompiler {
  const compileAuthorizer = createAuthorizerCompiler(api, dependencies);
  const compileModel = createModelCompiler(api);
  const checkUsage = compileUsagePlans(
    api,
    dependencies.clock,
    dependencies.usageLedger ?? createUsageLedger(dependencies.clock),
  );
  const throttles = new Map(api.stages.map((stage) => [stage.name, compileStageThrottle(stage, dependencies.clock)]));
  const binary = compileBinaryMediaTypes(api.binaryMediaTypes);
  return (resource, httpMethod) => {
    const method = methodOf(resource, httpMethod, api);
    const steps: Steps = {
      authorize: compileAuthorizer(method),
      checkUsage: method.apiKeyRequired ? checkUsage : undefined,
      throttle: (exchange) => throttles.get(exchange.stage.name)?.(exchange),
      validate: compileRequestValidator(method, compileModel),
      integrate: compileIntegration(method, binary, dependencies),
    };
    return { resource, method, execute: (exchange) => execute(exchange, steps) };
  };
}

interface Steps {
  readonly authorize: Authorizer | undefined;
  readonly checkUsage: UsagePlanCheck | undefined;
  readonly throttle: StageThrottle;
  readonly validate: RequestValidator;
  readonly integrate: Integration;
}

/**
 * The order of API Gateway's execution logs: the authorizer, the API key with its usage plan (method,
 * then key), the stage's throttle of the method, the request validator, the integration.
 * ("Set up CloudWatch logging for REST APIs in API Gateway"; for the throttles "Throttle requests to
 * your REST APIs for better throughput in API Gateway")
 */
async function execute(exchange: Exchange, steps: Steps): Promise<GatewayResponse | Refusal> {
  const refusal =
    (steps.authorize ? await steps.authorize(exchange) : undefined) ??
    steps.checkUsage?.(exchange) ??
    steps.throttle(exchange) ??
    steps.validate(exchange);
  return refusal ?? steps.integrate(exchange);
}

function methodOf({ methods, path }: RestResource, httpMethod: string, api: RestApiConfiguration): RestMethod {
  const method = methods[httpMethod];
  if (method) return method;
  throw new GatewayConfigurationError(api.address, `the resource ${path} has no method ${httpMethod}`);
}

function compileIntegration(
  method: RestMethod,
  binary: BinaryMediaTypes,
  dependencies: GatewayDependencies,
): Integration {
  const { integration, address } = method;
  if (!integration) {
    throw new GatewayConfigurationError(
      address,
      'it has no integration, which AWS refuses to deploy. Expected: an aws_api_gateway_integration for it',
    );
  }
  return integration.kind === 'MOCK'
    ? compileMock(integration, method)
    : compileLambdaProxy(integration, binary, dependencies);
}
