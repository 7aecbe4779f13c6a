import type { Clock } from '../../../clock.ts';
import { createTokenBucket, type TokenBucket } from '../../token-bucket.ts';
import type { MethodSettings, RestStage, Throttle } from '../configuration.ts';
import { GatewayConfigurationError } from '../configuration-error.ts';
import { type Exchange, httpMethodOf, routeOf } from '../exchange.ts';
import type { Refusal } from '../refusal.ts';

/** Throttles a request as the method settings of its stage say. */
export type StageThrottle = (exchange: Exchange) => Refusal | undefined;

interface ThrottledMethod {
  readonly address: string;
  readonly throttle: Throttle;
}

/**
 * Compiles the method settings of a stage. Every method has a bucket of its own; one without settings
 * of its own is throttled as the settings of all methods say. The account's limit (10,000 requests a
 * second) is left to AWS: one machine does not reach it.
 *
 * @throws {GatewayConfigurationError} for a method path that cannot be read.
 */
export function compileStageThrottle(stage: RestStage, clock: Clock): StageThrottle {
  const settings = new Map<string, ThrottledMethod>();
  for (const { address, methodPath, throttle } of stage.methodSettings) {
    const key = readMethodPath(methodPath, address);
    if (throttle) settings.set(key, { address, throttle });
  }
  const buckets = new Map<string, TokenBucket>();
  return (exchange) => {
    const { resource } = routeOf(exchange);
    const key = `${httpMethodOf(exchange)} ${resource.path}`;
    const applied = settings.get(key) ?? settings.get(`ANY ${resource.path}`) ?? settings.get(allMethods);
    if (!applied) return undefined;
    const bucket = buckets.get(key) ?? createTokenBucket(applied.throttle, clock);
    buckets.set(key, bucket);
    if (bucket.take()) return undefined;
    return { responseType: 'THROTTLED', explanation: `the method is past the throttle of ${applied.address}` };
  };
}

const allMethods = '* /*';

/** `projects~1{projectId}/GET` -> `GET /projects/{projectId}` */
function readMethodPath(methodPath: MethodSettings['methodPath'], address: string): string {
  const slash = methodPath.lastIndexOf('/');
  const path = methodPath.slice(0, Math.max(slash, 0)).replaceAll('~1', '/').replaceAll('~0', '~');
  const httpMethod = methodPath.slice(slash + 1);
  if (slash < 0 || !/^(?:\*|[A-Z]+)$/.test(httpMethod) || (httpMethod === '*') !== (path === '*')) {
    throw new GatewayConfigurationError(
      address,
      `method_path is ${methodPath}. Expected: */* for all methods, or the resource path without its first slash and ` +
        'the method, projects/GET',
    );
  }
  return `${httpMethod} /${path.replace(/^\/+/, '')}`;
}
