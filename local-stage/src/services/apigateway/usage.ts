import { dayMs } from '../../gateway/rest/usage/quota.ts';
import type { Members } from '../json-members.ts';
import { AwsError } from '../service.ts';
import type { ApiKeyConfiguration, UsagePlanConfiguration } from './configuration.ts';
import type { ControlContext } from './context.ts';
import { badRequest, type Input, pageOf } from './input.ts';

/** Days that one request may ask for: a year. */
const maximumDays = 366;

/**
 * What a plan's keys used, for each day from `startDate` to `endDate` (UTC): requests counted against the
 * quota, and what was left of it. A plan without a quota counts nothing.
 *
 * Source: API Gateway API Reference, "GetUsage".
 */
export function getUsage(context: ControlContext, input: Input) {
  const plan = context.usagePlan(input.path('usagePlanId'));
  const days = daysOf(input);
  const { items, next } = pageOf(input, plan.quota ? keysAsked(context, plan, input) : []);
  return {
    usagePlanId: plan.id,
    startDate: input.query.text('startDate'),
    endDate: input.query.text('endDate'),
    values: Object.fromEntries(items.map((key) => [key.id, usageOf(context, plan, key, days)])),
    position: next,
  };
}

/**
 * Sets what is left to one key of the current period of its plan's quota.
 *
 * Source: API Gateway API Reference, "UpdateUsage" (`replace` of `/remaining`).
 */
export function updateUsage(context: ControlContext, input: Input) {
  const plan = context.usagePlan(input.path('usagePlanId'));
  const key = context.keyOf(plan, input.path('keyId'));
  const { quota } = context.usageLedger.of(plan, key);
  if (!quota) throw new AwsError(badRequest, `Usage plan ${plan.id} has no quota. Expected: one to grant more of`);
  for (const operation of input.body().structures('patchOperations')) quota.setRemaining(remainingIn(operation));
  const today = new Date(context.clock.now()).toISOString().slice(0, 10);
  const day = dayOf('today', today);
  return {
    usagePlanId: plan.id,
    startDate: today,
    endDate: today,
    values: { [key.id]: usageOf(context, plan, key, [day]) },
  };
}

function remainingIn(operation: Members): number {
  const [op, path, value] = [operation.text('op'), operation.text('path'), operation.text('value')];
  if (op === 'replace' && path === '/remaining' && /^\d{1,9}$/.test(value)) return Number(value);
  throw new AwsError(
    badRequest,
    `Invalid patch operation: ${op} of ${path} with '${value}'. Expected: replace of /remaining with a number of requests`,
  );
}

function keysAsked(
  context: ControlContext,
  plan: UsagePlanConfiguration,
  { query }: Input,
): readonly ApiKeyConfiguration[] {
  const keyId = query.optionalText('keyId');
  return keyId === undefined ? context.keysOf(plan) : [context.keyOf(plan, keyId)];
}

function usageOf(
  { usageLedger }: ControlContext,
  plan: UsagePlanConfiguration,
  key: ApiKeyConfiguration,
  days: readonly number[],
): readonly (readonly [used: number, remaining: number])[] {
  const { quota } = usageLedger.of(plan, key);
  return days.flatMap((day) => {
    const usage = quota?.usageOf(day);
    return usage ? [[usage.used, usage.remaining] as const] : [];
  });
}

function daysOf({ query }: Input): readonly number[] {
  const first = dayOf('startDate', query.text('startDate'));
  const last = dayOf('endDate', query.text('endDate'));
  const count = (last - first) / dayMs + 1;
  if (count >= 1 && count <= maximumDays) return Array.from({ length: count }, (_, index) => first + index * dayMs);
  throw new AwsError(
    badRequest,
    `Invalid date range: ${count} days. Expected: an endDate on startDate or later, ${maximumDays} days at most`,
  );
}

function dayOf(name: string, text: string): number {
  const day = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (!Number.isNaN(day) && new Date(day).toISOString().startsWith(text)) return day;
  throw new AwsError(badRequest, `Invalid date format: ${name} is '${text}'. Expected: yyyy-MM-dd`);
}
