import { ApiGatewayApiKey } from '@cdktf/provider-aws/lib/api-gateway-api-key/index.js';
import type { ApiGatewayStage } from '@cdktf/provider-aws/lib/api-gateway-stage/index.js';
import { ApiGatewayUsagePlan } from '@cdktf/provider-aws/lib/api-gateway-usage-plan/index.js';
import { ApiGatewayUsagePlanKey } from '@cdktf/provider-aws/lib/api-gateway-usage-plan-key/index.js';
import { Construct } from 'constructs';
import type { Environment, PlanLimits } from '../environment.ts';
import { resourceName } from './names.ts';

export interface UsagePlanProps {
  readonly environment: Environment;
  /** Whose plan it is: `partner`. */
  readonly holder: string;
  readonly limits: PlanLimits;
  readonly stage: ApiGatewayStage;
}

/** A usage plan that covers a stage, with one key. */
export class UsagePlan extends Construct {
  readonly key: ApiGatewayApiKey;

  constructor(scope: Construct, id: string, { environment, holder, limits, stage }: UsagePlanProps) {
    super(scope, id);
    const name = resourceName(environment, holder);
    const plan = new ApiGatewayUsagePlan(this, 'plan', {
      name,
      apiStages: [{ apiId: stage.restApiId, stage: stage.stageName }],
      throttleSettings: { rateLimit: limits.ratePerSecond, burstLimit: limits.burst },
      quotaSettings: { limit: limits.requestsPerDay, period: 'DAY' },
    });
    plan.overrideLogicalId(`${holder}-usage-plan`);
    this.key = new ApiGatewayApiKey(this, 'key', { name });
    this.key.overrideLogicalId(`${holder}-api-key`);
    new ApiGatewayUsagePlanKey(this, 'plan-key', { usagePlanId: plan.id, keyId: this.key.id, keyType: 'API_KEY' });
  }
}
