import type { Throttle } from '../../gateway/rest/configuration.ts';
import type { ApiKeyConfiguration, UsagePlanConfiguration } from './configuration.ts';
import type { ControlContext } from './context.ts';

/** API Gateway API Reference, "ApiKey". */
export function apiKeyDocument(context: ControlContext, key: ApiKeyConfiguration, includeValue: boolean) {
  const { id, value, name, customerId, description, enabled, tags } = key;
  return {
    id,
    ...(includeValue && { value }),
    name,
    customerId,
    description,
    enabled,
    createdDate: context.createdAt,
    lastUpdatedDate: context.createdAt,
    stageKeys: [],
    ...tagsOf(tags),
  };
}

/** API Gateway API Reference, "UsagePlan". */
export function usagePlanDocument(plan: UsagePlanConfiguration) {
  const { id, name, description, apiStages, throttle, quota, productCode, tags } = plan;
  return {
    id,
    name,
    description,
    apiStages: apiStages.map(({ apiId, stage, methodThrottles }) => ({
      apiId,
      stage,
      ...(Object.keys(methodThrottles).length > 0 && { throttle: mapValues(methodThrottles, throttleDocument) }),
    })),
    throttle: throttle && throttleDocument(throttle),
    quota,
    productCode,
    ...tagsOf(tags),
  };
}

/** API Gateway API Reference, "UsagePlanKey". */
export const usagePlanKeyDocument = ({ id, value, name }: ApiKeyConfiguration) => ({
  id,
  type: 'API_KEY',
  value,
  name,
});

const throttleDocument = ({ rateLimit, burstLimit }: Throttle) => ({ burstLimit, rateLimit });

const tagsOf = (tags: Readonly<Record<string, string>>) => (Object.keys(tags).length > 0 ? { tags } : {});

const mapValues = <T, R>(record: Readonly<Record<string, T>>, convert: (value: T) => R): Record<string, R> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, convert(value)]));
