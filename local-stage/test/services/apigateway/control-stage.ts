import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { onTestFinished } from 'vitest';
import { createClock } from '../../../src/clock.ts';
import { createUsageLedger } from '../../../src/gateway/rest/usage/usage-ledger.ts';
import { createApiGatewayControl } from '../../../src/services/apigateway/apigateway.ts';
import type {
  ApiGatewayConfiguration,
  ApiKeyConfiguration,
  UsagePlanConfiguration,
} from '../../../src/services/apigateway/configuration.ts';
import { createAuthorization } from '../../../src/services/iam/authorization-engine.ts';
import type { PolicyStatement } from '../../../src/services/iam/configuration.ts';
import { startTestEndpoint } from '../endpoint/test-endpoint.ts';
import { roleWith } from '../iam/roles.ts';

export const keyOf = (name: string, overrides: Partial<ApiKeyConfiguration> = {}): ApiKeyConfiguration => ({
  address: `aws_api_gateway_api_key.${name}`,
  id: `id-${name}`,
  name,
  value: `value-of-${name}-${'x'.repeat(20)}`,
  enabled: true,
  description: 'Managed by Terraform',
  customerId: undefined,
  tags: {},
  ...overrides,
});

export const planOf = (name: string, overrides: Partial<UsagePlanConfiguration> = {}): UsagePlanConfiguration => ({
  address: `aws_api_gateway_usage_plan.${name}`,
  id: `id-${name}`,
  name,
  description: undefined,
  productCode: undefined,
  throttle: undefined,
  quota: { limit: 100, offset: 0, period: 'DAY' },
  apiStages: [{ apiId: 'api', stage: 'dev', methodThrottles: {} }],
  keyIds: ['id-one', 'id-two'],
  tags: {},
  ...overrides,
});

/** A partners' plan with two keys, and a key that no plan has. */
export const partners: ApiGatewayConfiguration = {
  apiKeys: [keyOf('one'), keyOf('two', { enabled: false, customerId: 'c-2', tags: { team: 'a' } }), keyOf('spare')],
  usagePlans: [planOf('partners')],
};

/** The control plane behind the real endpoint, on a clock that stands still; the test's end closes it. */
export async function startControlStage(
  configuration: ApiGatewayConfiguration = partners,
  statements: readonly PolicyStatement[] = [],
) {
  const clock = createClock(Date.now());
  const usageLedger = createUsageLedger(clock);
  const service = createApiGatewayControl(configuration, {
    clock,
    usageLedger,
    region: 'eu-central-1',
    authorization: createAuthorization({ roles: [roleWith(...statements)], resourcePolicies: [], clock }),
  });
  const endpoint = await startTestEndpoint([service], { clock });
  const operator = new APIGatewayClient(endpoint.asOperator);
  const role = new APIGatewayClient(endpoint.asRole);
  onTestFinished(async () => {
    operator.destroy();
    role.destroy();
    await endpoint.close();
  });
  return { clock, usageLedger, operator, role };
}
