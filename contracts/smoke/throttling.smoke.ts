import { afterAll, beforeAll, expect, test } from 'vitest';
import { operationOf } from '../route-table.ts';
import { taskApi } from '../task-api.ts';
import { type Callers, createCallers } from './callers.ts';
import { allowedOrigin, send, sendOnce } from './requests.ts';

let callers: Callers;
beforeAll(async () => {
  callers = await createCallers();
});
afterAll(() => callers?.remove());

const operation = operationOf(taskApi, 'listPartnerProjects');
const partner = () => callers.headersOf('partner token and key');

test("more requests than the smoke plan allows get the gateway's 429, which a page can read", async () => {
  const headers = { ...partner(), Origin: allowedOrigin };
  const answers = await Promise.all(Array.from({ length: 10 }, () => sendOnce(taskApi, operation, { headers })));
  const throttled = answers.filter(({ status }) => status === 429);
  expect(throttled.length).toBeGreaterThan(0);
  for (const answer of throttled) {
    expect(answer.body).toEqual({ message: 'Too Many Requests' });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(answer.headers['access-control-allow-origin']).toBe(allowedOrigin);
  }
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 429]));
});

test('a caller that waits is served again', async () => {
  const { status } = await send(taskApi, operation, { headers: partner() });
  expect(status).toBe(200);
});
