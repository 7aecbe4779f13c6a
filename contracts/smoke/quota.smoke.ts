import { APIGatewayClient, GetUsagePlansCommand, UpdateUsageCommand } from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operationOf } from '../route-table.ts';
import { taskApi } from '../task-api.ts';
import { type Callers, createCallers } from './callers.ts';
import { apiKeyValue } from './credentials.ts';
import { foreignOrigin, send, sendOnce, stage } from './requests.ts';

/** The plans of keys, as the stage has them. */

const client = new APIGatewayClient({});
const { smokeApiKeyId: keyId, partnerApiKeyId } = stage.outputs;
const { ratePerSecond, requestsPerDay } = stage.smokePlan;

const planOf = async (key: string) => {
  const { items = [] } = await client.send(new GetUsagePlansCommand({ keyId: key }));
  expect(items).toHaveLength(1);
  return items[0];
};

test.each([
  { holder: 'smoke', key: keyId, limits: stage.smokePlan },
  { holder: 'partner', key: partnerApiKeyId, limits: stage.partnerPlan },
])('the $holder plan allows what the environment says', async ({ key, limits }) => {
  expect(await planOf(key)).toMatchObject({
    throttle: { rateLimit: limits.ratePerSecond, burstLimit: limits.burst },
    quota: { limit: limits.requestsPerDay, period: 'DAY' },
  });
});

describe.skipIf(stage.controlUrl === undefined)("on a stage that is nobody else's", () => {
  let callers: Callers;
  beforeAll(async () => {
    callers = await createCallers();
  });
  afterAll(() => callers?.remove());

  const setRemaining = async (value: number) => {
    const usagePlanId = (await planOf(keyId))?.id;
    const patchOperations = [{ op: 'replace' as const, path: '/remaining', value: String(value) }];
    await client.send(new UpdateUsageCommand({ usagePlanId, keyId, patchOperations }));
  };

  test("GET /partner/projects past the day's quota is the gateway's 429, until there is more", async () => {
    const operation = operationOf(taskApi, 'listPartnerProjects');
    const key = await apiKeyValue(keyId);
    const partner = { ...callers.headersOf('partner token and key'), 'x-api-key': key };
    const headers = { ...partner, Origin: foreignOrigin };
    try {
      await setRemaining(1);
      expect((await send(taskApi, operation, { headers })).status).toBe(200);
      let refused: Awaited<ReturnType<typeof sendOnce>> | undefined;
      const again = async () => {
        refused = await sendOnce(taskApi, operation, { headers });
        return refused;
      };
      // Until the throttle of the plan lets a request through to its quota.
      await expect
        .poll(again, { interval: 1000 / ratePerSecond, timeout: 10_000 })
        .toMatchObject({ status: 429, body: { message: 'Limit Exceeded' } });
      expect(Number(refused?.headers['retry-after'])).toBeGreaterThan(1);
      expect(refused?.headers['access-control-allow-origin']).toBe(foreignOrigin);
      expect(refused?.headers['access-control-expose-headers']).toMatch(/retry-after/i);
      expect(refused?.headers['vary']).toMatch(/origin/i);
    } finally {
      await setRemaining(requestsPerDay);
    }
    expect((await send(taskApi, operation, { headers })).status).toBe(200);
  });
});
