import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publicApi } from '../public-api.ts';
import { type ApiTable, type Operation, operationsOf } from '../route-table.ts';
import { taskApi } from '../task-api.ts';
import { type Callers, createCallers } from './callers.ts';
import { apiKeyValue } from './credentials.ts';
import { type SmokeRequest, sendOnce, stage } from './requests.ts';

/** The throttle of each route, used up, where nobody else is throttled with it. */

let callers: Callers;
let partnerKey: string;

interface Limits {
  readonly ratePerSecond: number;
  readonly burst: number;
}

interface Throttled {
  readonly name: string;
  readonly api: ApiTable;
  readonly operation: Operation;
  readonly limits: Limits;
  readonly isPreflight: boolean;
}

/** Requests a second beyond which one caller on one machine cannot use up a throttle. */
const fastest = 50;

const routes = [taskApi, publicApi].flatMap((api: ApiTable) =>
  operationsOf(api).map((operation) => throttled(api, operation, stage.throttles[operation.throttle], false)),
);
/** Preflights of the REST API have no class of their own; one of them stands for all. */
const preflights = operationsOf(taskApi)
  .slice(0, 1)
  .map((operation) => throttled(taskApi, operation, stage.throttles.standard, true));

function throttled(api: ApiTable, operation: Operation, limits: Limits, isPreflight: boolean): Throttled {
  const name = `${isPreflight ? 'preflights of ' : ''}${operation.method} ${operation.path}`;
  return { name, api, operation, limits, isPreflight };
}

/** Waits until all buckets are full again after the suites before. */
const refill = (all: readonly Limits[]) =>
  new Promise((resolve) =>
    setTimeout(resolve, Math.max(...all.map(({ burst, ratePerSecond }) => burst / ratePerSecond)) * 1000),
  );

const enoughRefusals = 3;

/**
 * Sends requests one after the other until some are refused, or until more were let through than the
 * limits allow.
 */
async function expectThrottle(route: Throttled): Promise<void> {
  const { ratePerSecond, burst } = route.limits;
  const request = await requestOf(route);
  const from = performance.now();
  const allowed = () => burst + ((performance.now() - from) / 1000) * ratePerSecond + 1;
  let admitted = 0;
  let refused = 0;
  while (refused < enoughRefusals && admitted <= allowed()) {
    const { status } = await sendOnce(route.api, route.operation, request);
    if (status === 429) refused += 1;
    else admitted += 1;
  }
  expect(admitted).toBeGreaterThanOrEqual(burst);
  expect(admitted).toBeLessThanOrEqual(allowed());
}

async function requestOf({ api, operation, isPreflight }: Throttled): Promise<SmokeRequest> {
  if (isPreflight) return { method: 'OPTIONS' };
  const key = operation.access.kind === 'partner' ? { 'x-api-key': partnerKey } : {};
  // A body that no schema takes: what is admitted changes nothing.
  const body = operation.body === undefined ? {} : { body: { smoke: true } };
  const headers = await callers.admitted(api, operation, body);
  return { headers: { ...headers, ...key }, ...body };
}

describe.skipIf(stage.controlUrl === undefined)("on a stage that is nobody else's", () => {
  beforeAll(async () => {
    [callers, partnerKey] = await Promise.all([
      createCallers(),
      apiKeyValue(stage.outputs.partnerApiKeyId),
      refill(Object.values(stage.throttles)),
    ]);
  });
  afterAll(() => callers?.remove());

  // One after the other: each has the whole machine to be faster than the throttle.
  test.each([...routes, ...preflights].filter(({ limits }) => limits.ratePerSecond <= fastest))(
    '$name admits $limits.burst requests at once and $limits.ratePerSecond a second after them',
    expectThrottle,
  );
});
