import { type ContextVariables, compileAccessLog } from '../access-log.ts';
import type { GatewayDependencies } from '../gateway.ts';
import type { Throttle } from '../rest/configuration.ts';
import { createTokenBucket, type TokenBucket } from '../token-bucket.ts';
import type { HttpApiConfiguration, HttpStage } from './configuration.ts';
import { HttpApiConfigurationError } from './configuration-error.ts';

/** A stage of the API with what runs in it. */
export interface Stage {
  readonly configuration: HttpStage;
  /** As events show them: `undefined` where there are none. */
  readonly variables: Readonly<Record<string, string>> | undefined;
  /** The throttle that refuses a request of this route, or `undefined` if it may go on. */
  throttleOf(routeKey: string): Throttle | undefined;
  log(variable: ContextVariables): void;
}

interface StageMatch {
  readonly stage: Stage;
  /** The path's segments within the stage. */
  readonly segments: readonly string[];
}

export type StageTable = (segments: readonly string[]) => StageMatch | undefined;

/**
 * Selects stages as API Gateway does: a stage whose name is the path's first segment, then `$default`.
 *
 * @throws {HttpApiConfigurationError} for stages that are named alike, and throttles of unknown routes.
 */
export function createStageTable(api: HttpApiConfiguration, dependencies: GatewayDependencies): StageTable {
  const stages = new Map<string, Stage>();
  for (const configuration of api.stages) {
    if (stages.has(configuration.name)) {
      throw new HttpApiConfigurationError(configuration.address, `${api.address} has two stages ${configuration.name}`);
    }
    stages.set(configuration.name, createStage(configuration, api, dependencies));
  }
  const fallback = stages.get('$default');
  stages.delete('$default');

  return (segments) => {
    const named = stages.get(segments[0] ?? '');
    if (named) return { stage: named, segments: segments.length > 1 ? segments.slice(1) : [''] };
    return fallback && { stage: fallback, segments };
  };
}

function createStage(
  configuration: HttpStage,
  api: HttpApiConfiguration,
  { clock, logGroups }: GatewayDependencies,
): Stage {
  const throttles = collectThrottles(configuration, api);
  const buckets = new Map<string, TokenBucket>();
  for (const [routeKey, throttle] of throttles) buckets.set(routeKey, createTokenBucket(throttle, clock));
  const { accessLog, variables } = configuration;
  const render = accessLog && compileAccessLog(accessLog.format);

  return {
    configuration,
    variables: Object.keys(variables).length > 0 ? variables : undefined,
    throttleOf: (routeKey) => (buckets.get(routeKey)?.take() === false ? throttles.get(routeKey) : undefined),
    log(variable) {
      if (accessLog && render)
        logGroups.put(accessLog.logGroupName, `${api.id}/${configuration.name}`, render(variable));
    },
  };
}

/** Each route has a bucket of its own, the stage's default limits included. */
function collectThrottles(stage: HttpStage, api: HttpApiConfiguration): Map<string, Throttle> {
  const routeKeys = api.routes.map((route) => route.routeKey);
  for (const routeKey of Object.keys(stage.routeThrottles)) {
    if (!routeKeys.includes(routeKey)) {
      throw new HttpApiConfigurationError(
        stage.address,
        `it throttles ${routeKey}, which is no route of ${api.address}. Expected: one of ${routeKeys.join(', ')}`,
      );
    }
  }
  const throttles = new Map<string, Throttle>();
  for (const routeKey of routeKeys) {
    const throttle = stage.routeThrottles[routeKey] ?? stage.defaultRouteThrottle;
    if (throttle) throttles.set(routeKey, throttle);
  }
  return throttles;
}
