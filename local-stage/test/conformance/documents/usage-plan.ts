import { type Arguments, type DocumentPart, reference } from './document.ts';

export interface UsagePlanSpec {
  /** Name of the REST API whose stage the plan covers. */
  readonly api: string;
  /** @default stage */
  readonly stage?: string;
  /** Arguments of `aws_api_gateway_api_key` by name. */
  readonly keys: Readonly<Record<string, Arguments>>;
  /** Further arguments of `aws_api_gateway_usage_plan`. */
  readonly plan?: Arguments;
}

/** Declares a plan with its keys; outputs each key's value under its name. */
export function usagePlanDocument(name: string, { api, stage = 'stage', keys, plan }: UsagePlanSpec): DocumentPart {
  const members = Object.keys(keys).map((key) => [
    key,
    {
      key_id: reference(`aws_api_gateway_api_key.${key}`, 'id'),
      key_type: 'API_KEY',
      usage_plan_id: reference(`aws_api_gateway_usage_plan.${name}`, 'id'),
    },
  ]);
  const apiKeys = apiKeysDocument(keys);
  const covered = `aws_api_gateway_stage.${api}_${stage}`;
  return {
    resource: {
      aws_api_gateway_usage_plan: {
        [name]: {
          name,
          api_stages: [{ api_id: reference(covered, 'rest_api_id'), stage: reference(covered, 'stage_name') }],
          ...plan,
        },
      },
      aws_api_gateway_usage_plan_key: Object.fromEntries(members),
      ...apiKeys.resource,
    },
    output: apiKeys.output,
  };
}

/** Keys that belong to no plan. */
export function apiKeysDocument(keys: Readonly<Record<string, Arguments>>) {
  const named = Object.entries(keys).map(([name, more]) => [name, { name, ...more }]);
  const values = Object.keys(keys).map((name) => [
    name,
    { value: reference(`aws_api_gateway_api_key.${name}`, 'value') },
  ]);
  return { resource: { aws_api_gateway_api_key: Object.fromEntries(named) }, output: Object.fromEntries(values) };
}
