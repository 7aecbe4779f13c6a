import type { Clock } from '../../../clock.ts';
import { createTokenBucket, type TokenBucket } from '../../token-bucket.ts';
import type { ApiKey, RestApiConfiguration, Throttle, UsagePlan } from '../configuration.ts';
import { GatewayConfigurationError } from '../configuration-error.ts';
import { type Exchange, httpMethodOf, routeOf } from '../exchange.ts';
import type { Refusal } from '../refusal.ts';
import { checkQuota, type Quota } from './quota.ts';
import type { UsageLedger } from './usage-ledger.ts';

/** Checks the API key of a request to a method that requires one, and counts it against the key's plan. */
export type UsagePlanCheck = (exchange: Exchange) => Refusal | undefined;

/**
 * Compiles an API's usage plans. A key is good for the stages of its plan; its throttle and quota are
 * its own, shared by the plan's stages.
 *
 * @param ledger keeps what the keys use.
 * @throws {GatewayConfigurationError} where a plan names an unknown stage or has an impossible
 *   quota, or two plans of a stage have the same key.
 */
export function compileUsagePlans(api: RestApiConfiguration, clock: Clock, ledger: UsageLedger): UsagePlanCheck {
  const meters = new Map<string, KeyMeter>();
  for (const plan of api.usagePlans) addPlan(meters, plan, api, { clock, ledger });
  return (exchange) => {
    const keyValue = readKey(exchange);
    const meter = keyValue === undefined ? undefined : meters.get(meterId(exchange.stage.name, keyValue));
    if (!meter?.key.enabled) return refuseKey(exchange, keyValue, meter);
    exchange.apiKey = meter.key;
    return meter.count(exchange);
  };
}

interface KeyMeter {
  readonly key: ApiKey;
  readonly count: (exchange: Exchange) => Refusal | undefined;
}

const meterId = (stageName: string, keyValue: string) => `${stageName}/${keyValue}`;

function addPlan(
  meters: Map<string, KeyMeter>,
  plan: UsagePlan,
  api: RestApiConfiguration,
  { clock, ledger }: { readonly clock: Clock; readonly ledger: UsageLedger },
): void {
  for (const { stageName } of plan.stages) checkStage(stageName, plan, api);
  if (plan.quota) checkQuota(plan.quota, plan.address);
  for (const key of plan.keys) {
    const { bucket, quota } = ledger.of(plan, key);
    for (const { stageName, methodThrottles } of plan.stages) {
      const id = meterId(stageName, key.value);
      if (meters.has(id)) {
        throw new GatewayConfigurationError(
          plan.address,
          `${key.address} is in another usage plan of the stage ${stageName} already. Expected: one plan for a key and stage`,
        );
      }
      meters.set(id, createMeter({ key, plan, bucket, quota, methodBuckets: createBuckets(methodThrottles, clock) }));
    }
  }
}

function checkStage(stageName: string, plan: UsagePlan, api: RestApiConfiguration): void {
  if (api.stages.some(({ name }) => name === stageName)) return;
  const known = api.stages.map(({ name }) => name).join(', ');
  throw new GatewayConfigurationError(
    plan.address,
    `api_stages names the stage ${stageName} of ${api.address}. Expected: ${known}`,
  );
}

function createBuckets(throttles: Readonly<Record<string, Throttle>>, clock: Clock): ReadonlyMap<string, TokenBucket> {
  return new Map(Object.entries(throttles).map(([path, throttle]) => [path, createTokenBucket(throttle, clock)]));
}

interface MeterParts {
  readonly key: ApiKey;
  readonly plan: UsagePlan;
  readonly bucket: TokenBucket | undefined;
  readonly quota: Quota | undefined;
  readonly methodBuckets: ReadonlyMap<string, TokenBucket>;
}

/**
 * The plan's throttle of the method comes first, then the key's own. ("Throttle requests to your REST
 * APIs for better throughput") A throttled request is not counted against the quota.
 */
function createMeter({ key, plan, bucket, quota, methodBuckets }: MeterParts): KeyMeter {
  return {
    key,
    count(exchange) {
      const methodBucket = methodBuckets.size > 0 ? bucketOf(methodBuckets, exchange) : undefined;
      if (methodBucket?.take() === false) {
        return throttled(`${key.address} is past the throttle of this method in ${plan.address}`);
      }
      if (bucket?.take() === false) return throttled(`${key.address} is past the throttle of ${plan.address}`);
      if (quota?.take() !== false) return undefined;
      return {
        responseType: 'QUOTA_EXCEEDED',
        explanation: `${key.address} has used up the quota of ${plan.address}: ${plan.quota?.limit} a ${plan.quota?.period}`,
      };
    },
  };
}

/** By `/projects/GET`; a method declared as ANY may be named either way. */
function bucketOf(buckets: ReadonlyMap<string, TokenBucket>, exchange: Exchange): TokenBucket | undefined {
  const { path } = routeOf(exchange).resource;
  const head = path === '/' ? '' : path;
  return buckets.get(`${head}/${httpMethodOf(exchange)}`) ?? buckets.get(`${head}/ANY`);
}

const throttled = (explanation: string): Refusal => ({ responseType: 'THROTTLED', explanation });

function readKey({ api, headers, authorizer }: Exchange): string | undefined {
  return api.apiKeySource === 'AUTHORIZER' ? authorizer?.usageIdentifierKey : headers.get('x-api-key');
}

function refuseKey(exchange: Exchange, keyValue: string | undefined, meter: KeyMeter | undefined): Refusal {
  const { address } = routeOf(exchange).method;
  return {
    responseType: 'INVALID_API_KEY',
    explanation: `${address} requires an API key: ${keyFault(exchange, keyValue, meter)}`,
  };
}

function keyFault({ api, stage }: Exchange, keyValue: string | undefined, meter: KeyMeter | undefined): string {
  if (meter) return `${meter.key.address} is disabled`;
  if (keyValue !== undefined) return `no usage plan of ${stage.address} has the key that was sent`;
  return api.apiKeySource === 'AUTHORIZER'
    ? `the authorizer gave no usageIdentifierKey (api_key_source of ${api.address} is AUTHORIZER)`
    : 'the request has no x-api-key header';
}
