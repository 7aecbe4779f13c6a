import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from '../client.ts';
import { operationOf } from '../route-table.ts';
import { taskApi } from '../task-api.ts';
import { type Callers, createCallers } from './callers.ts';
import { apiKeyValue } from './credentials.ts';
import { allowedOrigin, sendOnce, stage, urlOf } from './requests.ts';

/** The plan of the smoke tests' own key: nobody else is throttled with it. */

let callers: Callers;
let partner: Record<string, string>;
beforeAll(async () => {
  callers = await createCallers();
  const key = await apiKeyValue(stage.outputs.smokeApiKeyId);
  partner = { ...callers.headersOf('partner token and key'), 'x-api-key': key };
});
afterAll(() => callers?.remove());

const operation = operationOf(taskApi, 'listPartnerProjects');

/** Three times what the plan has at once: throttles of AWS are "best effort", so the first may not be enough. */
const together = stage.smokePlan.burst * 3;
const mostRounds = 5;

async function useUp() {
  const answers: Awaited<ReturnType<typeof sendOnce>>[] = [];
  for (let round = 0; round < mostRounds && !answers.some(({ status }) => status === 429); round += 1) {
    const headers = { ...partner, Origin: allowedOrigin };
    const sent = Array.from({ length: together }, () => sendOnce(taskApi, operation, { headers }));
    answers.push(...(await Promise.all(sent)));
  }
  return answers;
}

describe('GET /partner/projects, past what the smoke plan allows', () => {
  test("is the gateway's 429, which says when to come back and which a page can read", async () => {
    const answers = await useUp();
    const throttled = answers.filter(({ status }) => status === 429);
    expect(throttled.length).toBeGreaterThan(0);
    for (const answer of throttled) {
      expect(answer.body).toEqual({ message: 'Too Many Requests' });
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      expect(answer.headers['access-control-allow-origin']).toBe(allowedOrigin);
      expect(answer.headers['access-control-expose-headers']).toMatch(/retry-after/i);
      expect(answer.headers['vary']).toMatch(/origin/i);
    }
    expect([200, 429]).toEqual(expect.arrayContaining([...new Set(answers.map(({ status }) => status))]));
  });

  test('is served again for a client that waits as it is told', async () => {
    await useUp();
    const statuses: number[] = [];
    const client = createClient(taskApi, {
      baseUrl: urlOf(taskApi),
      headers: () => partner,
      async fetch(...request) {
        const answer = await fetch(...request);
        statuses.push(answer.status);
        return answer;
      },
    });
    expect((await client.listPartnerProjects()).status).toBe(200);
    expect(statuses.slice(0, -1).every((status) => status === 429)).toBe(true);
  });
});
