import type { ControlContext } from './context.ts';
import { apiKeyDocument, usagePlanDocument, usagePlanKeyDocument } from './documents.ts';
import { type Input, pageOf } from './input.ts';
import { getUsage, updateUsage } from './usage.ts';

/** One operation of the control plane: it takes `apigateway:<method>` on the path. */
export interface Operation {
  /** In the words of the API reference: `GetApiKey`. */
  readonly name: string;
  /** @default GET */
  readonly method?: 'PATCH';
  readonly path: RegExp;
  readonly answer: (context: ControlContext, input: Input) => unknown;
}

/** Source: API Gateway API Reference, the page of each operation. */
export const operations: readonly Operation[] = [
  {
    name: 'GetApiKey',
    path: /^\/apikeys\/(?<apiKey>[^/]+)$/,
    answer: (context, input) =>
      apiKeyDocument(context, context.apiKey(input.path('apiKey')), input.query.flag('includeValue')),
  },
  { name: 'GetApiKeys', path: /^\/apikeys$/, answer: getApiKeys },
  {
    name: 'GetUsagePlan',
    path: /^\/usageplans\/(?<usagePlanId>[^/]+)$/,
    answer: (context, input) => usagePlanDocument(context.usagePlan(input.path('usagePlanId'))),
  },
  { name: 'GetUsagePlans', path: /^\/usageplans$/, answer: getUsagePlans },
  {
    name: 'GetUsagePlanKey',
    path: /^\/usageplans\/(?<usagePlanId>[^/]+)\/keys\/(?<keyId>[^/]+)$/,
    answer: getUsagePlanKey,
  },
  { name: 'GetUsagePlanKeys', path: /^\/usageplans\/(?<usagePlanId>[^/]+)\/keys$/, answer: getUsagePlanKeys },
  { name: 'GetUsage', path: /^\/usageplans\/(?<usagePlanId>[^/]+)\/usage$/, answer: getUsage },
  {
    name: 'UpdateUsage',
    method: 'PATCH',
    path: /^\/usageplans\/(?<usagePlanId>[^/]+)\/keys\/(?<keyId>[^/]+)\/usage$/,
    answer: updateUsage,
  },
];

/** Names are matched by what they begin with. */
function getApiKeys(context: ControlContext, input: Input) {
  const { query } = input;
  const name = query.optionalText('name') ?? '';
  const customerId = query.optionalText('customerId');
  const keys = context.apiKeys.filter(
    (key) => key.name.startsWith(name) && (customerId === undefined || key.customerId === customerId),
  );
  const { items, next } = pageOf(input, keys);
  return { item: items.map((key) => apiKeyDocument(context, key, query.flag('includeValues'))), position: next };
}

function getUsagePlans(context: ControlContext, input: Input) {
  const keyId = input.query.optionalText('keyId');
  const plans = context.usagePlans.filter(({ keyIds }) => keyId === undefined || keyIds.includes(keyId));
  const { items, next } = pageOf(input, plans);
  return { item: items.map(usagePlanDocument), position: next };
}

function getUsagePlanKey(context: ControlContext, input: Input) {
  const plan = context.usagePlan(input.path('usagePlanId'));
  return usagePlanKeyDocument(context.keyOf(plan, input.path('keyId')));
}

function getUsagePlanKeys(context: ControlContext, input: Input) {
  const name = input.query.optionalText('name') ?? '';
  const keys = context.keysOf(context.usagePlan(input.path('usagePlanId')));
  const { items, next } = pageOf(
    input,
    keys.filter((key) => key.name.startsWith(name)),
  );
  return { item: items.map(usagePlanKeyDocument), position: next };
}
