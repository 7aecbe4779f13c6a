import type { Clock } from '../../clock.ts';
import type { UsageLedger } from '../../gateway/rest/usage/usage-ledger.ts';
import type { Authorization } from '../iam/authorization.ts';
import { AwsError } from '../service.ts';
import type { ApiGatewayConfiguration, ApiKeyConfiguration, UsagePlanConfiguration } from './configuration.ts';

export interface ApiGatewayControlDependencies {
  readonly clock: Clock;
  readonly authorization: Authorization;
  readonly region: string;
  /** What the REST APIs of the stage count. */
  readonly usageLedger: UsageLedger;
}

/** What the operations of the control plane tell from. */
export interface ControlContext {
  readonly apiKeys: readonly ApiKeyConfiguration[];
  readonly usagePlans: readonly UsagePlanConfiguration[];
  readonly usageLedger: UsageLedger;
  readonly clock: Clock;
  /** When the stage made the keys, in seconds since the epoch. */
  readonly createdAt: number;
  /** @throws {AwsError} NotFoundException */
  apiKey(id: string): ApiKeyConfiguration;
  /** @throws {AwsError} NotFoundException */
  usagePlan(id: string): UsagePlanConfiguration;
  /** The keys of a plan. */
  keysOf(plan: UsagePlanConfiguration): readonly ApiKeyConfiguration[];
  /** @throws {AwsError} NotFoundException for a key that the plan does not have. */
  keyOf(plan: UsagePlanConfiguration, keyId: string): ApiKeyConfiguration;
}

export function createControlContext(
  { apiKeys, usagePlans }: ApiGatewayConfiguration,
  { clock, usageLedger }: ApiGatewayControlDependencies,
): ControlContext {
  const keysOf = ({ keyIds }: UsagePlanConfiguration) => apiKeys.filter(({ id }) => keyIds.includes(id));
  return {
    apiKeys,
    usagePlans,
    usageLedger,
    clock,
    createdAt: Math.floor(clock.now() / 1000),
    apiKey: (id) => found(apiKeys, id, invalidKey),
    usagePlan: (id) => found(usagePlans, id, 'Invalid Usage Plan ID specified'),
    keysOf,
    keyOf: (plan, keyId) => found(keysOf(plan), keyId, invalidKey),
  };
}

const invalidKey = 'Invalid API Key identifier specified';

function found<T extends { readonly id: string }>(items: readonly T[], id: string, message: string): T {
  const item = items.find((candidate) => candidate.id === id);
  if (!item) throw new AwsError('NotFoundException', message, 404);
  return item;
}
