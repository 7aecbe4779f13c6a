import type { ApiKey, Throttle, UsagePlan } from '../../gateway/rest/configuration.ts';

/** What the control plane of API Gateway tells of: every API key and usage plan, those that open nothing among them. */
export interface ApiGatewayConfiguration {
  readonly apiKeys: readonly ApiKeyConfiguration[];
  readonly usagePlans: readonly UsagePlanConfiguration[];
}

export interface ApiKeyConfiguration extends ApiKey {
  readonly description: string | undefined;
  /** What AWS Marketplace knows the customer by. */
  readonly customerId: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** One `aws_api_gateway_usage_plan` whole; a REST API's own configuration has its part of it. */
export interface UsagePlanConfiguration extends Pick<UsagePlan, 'address' | 'id' | 'name' | 'throttle' | 'quota'> {
  readonly description: string | undefined;
  /** What AWS Marketplace knows the product by. */
  readonly productCode: string | undefined;
  readonly apiStages: readonly {
    readonly apiId: string;
    readonly stage: string;
    /** By method path, `/projects/GET`. */
    readonly methodThrottles: Readonly<Record<string, Throttle>>;
  }[];
  readonly keyIds: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}
