import type { ApiKey, UsagePlan } from '../../gateway/rest/configuration.ts';
import type { ApiGatewayConfiguration } from '../../services/apigateway/configuration.ts';
import { awsApiGatewayApiKey } from '../aws_api_gateway_api_key.ts';
import { awsApiGatewayRestApi } from '../aws_api_gateway_rest_api.ts';
import { awsApiGatewayStage } from '../aws_api_gateway_stage.ts';
import { awsApiGatewayUsagePlan } from '../aws_api_gateway_usage_plan.ts';
import { awsApiGatewayUsagePlanKey } from '../aws_api_gateway_usage_plan_key.ts';
import { type Assembly, referred, requireUnique } from './assembly.ts';
import { throttleOf } from './rest-stages.ts';

type Plan = ReturnType<typeof plansOf>[number];
type Key = ReturnType<typeof apiKeysOf>[number];

/** The usage plans that name a stage of one REST API, with their keys. */
export function assembleUsagePlans(assembly: Assembly, apiId: string): readonly UsagePlan[] {
  const plans = plansOf(assembly);
  checkMembers(assembly, plans);
  return plans
    .filter(({ args }) => args.api_stages.some(({ api_id }) => api_id === apiId))
    .map((plan) => ({
      ...limitsOf(plan),
      stages: stagesOf(plan, apiId),
      keys: keysOf(assembly, plan.attributes.id),
    }));
}

function limitsOf({ address, args, attributes }: Plan) {
  const throttle = args.throttle_settings[0];
  const quota = args.quota_settings[0];
  return {
    address,
    id: attributes.id,
    name: args.name,
    throttle: throttle && throttleOf(address, throttle.rate_limit, throttle.burst_limit),
    quota: quota && { limit: quota.limit, offset: quota.offset, period: quota.period },
  };
}

/** Every API key and usage plan of the document. */
export function assembleApiGateway(assembly: Assembly): ApiGatewayConfiguration {
  const plans = plansOf(assembly);
  checkMembers(assembly, plans);
  return {
    apiKeys: apiKeysOf(assembly).map((key) => ({
      ...apiKeyOf(key),
      description: key.args.description,
      customerId: key.args.customer_id ?? undefined,
      tags: key.args.tags ?? {},
    })),
    usagePlans: plans.map((plan) => ({
      ...limitsOf(plan),
      description: plan.args.description ?? undefined,
      productCode: plan.args.product_code ?? undefined,
      apiStages: plan.args.api_stages.map(({ api_id, stage, throttle }) => ({
        apiId: api_id,
        stage,
        methodThrottles: methodThrottlesOf(plan.address, throttle),
      })),
      keyIds: keysOf(assembly, plan.attributes.id).map(({ id }) => id),
      tags: plan.args.tags ?? {},
    })),
  };
}

const apiKeysOf = ({ resources }: Assembly) => resources.all(awsApiGatewayApiKey);

const plansOf = ({ resources }: Assembly) => resources.all(awsApiGatewayUsagePlan);

function checkMembers({ resources }: Assembly, plans: readonly Plan[]): void {
  const apis = resources.all(awsApiGatewayRestApi);
  for (const { address, args } of plans) {
    for (const { api_id, stage } of args.api_stages) {
      referred({ address }, 'api_stages.api_id', api_id, apis, ({ attributes }) => attributes.id === api_id);
      const stages = resources.all(awsApiGatewayStage).filter((candidate) => candidate.args.rest_api_id === api_id);
      referred({ address }, 'api_stages.stage', stage, stages, (candidate) => candidate.args.stage_name === stage);
    }
  }
  const members = resources.all(awsApiGatewayUsagePlanKey);
  requireUnique(members, 'the plan key', ({ args }) => `${args.usage_plan_id} ${args.key_id}`);
  for (const { address, args } of members) {
    referred(
      { address },
      'usage_plan_id',
      args.usage_plan_id,
      plans,
      ({ attributes }) => attributes.id === args.usage_plan_id,
    );
  }
}

function stagesOf({ address, args }: Plan, apiId: string): UsagePlan['stages'] {
  return args.api_stages
    .filter(({ api_id }) => api_id === apiId)
    .map(({ stage, throttle }) => ({ stageName: stage, methodThrottles: methodThrottlesOf(address, throttle) }));
}

function methodThrottlesOf(
  address: string,
  throttles: Plan['args']['api_stages'][number]['throttle'],
): UsagePlan['stages'][number]['methodThrottles'] {
  return Object.fromEntries(
    throttles.flatMap(({ path, rate_limit, burst_limit }) => {
      const limits = throttleOf(address, rate_limit, burst_limit);
      return limits ? [[path, limits]] : [];
    }),
  );
}

function keysOf(assembly: Assembly, planId: string): readonly ApiKey[] {
  const keys = apiKeysOf(assembly);
  requireUnique(keys, 'an API key with the value of', ({ attributes }) => attributes.value);
  const members = assembly.resources.all(awsApiGatewayUsagePlanKey).filter(({ args }) => args.usage_plan_id === planId);
  return members.map(({ address, args }) => {
    const key = referred({ address }, 'key_id', args.key_id, keys, ({ attributes }) => attributes.id === args.key_id);
    return apiKeyOf(key);
  });
}

function apiKeyOf({ address, args, attributes }: Key): ApiKey {
  return { address, id: attributes.id, name: args.name, value: attributes.value, enabled: args.enabled };
}
