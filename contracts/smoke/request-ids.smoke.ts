import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publicApi } from '../public-api.ts';
import { type ApiTable, operationOf } from '../route-table.ts';
import { taskApi } from '../task-api.ts';
import { type Callers, createCallers } from './callers.ts';
import { requestIdOf, send, stage } from './requests.ts';

/** What a caller quotes when asking for help leads to the row of the access log. */

const logs = new CloudWatchLogsClient({});

/** CloudWatch shows a row of an access log within seconds, at most as late as this. */
const showsWithinMs = 60_000;

let callers: Callers;
beforeAll(async () => {
  callers = await createCallers();
});
afterAll(() => callers?.remove());

/** Requests that a handler refuses. */
const refused: readonly { api: ApiTable; operationId: string; body?: object; status: number }[] = [
  { api: taskApi, operationId: 'getProject', status: 404 },
  { api: publicApi, operationId: 'createContact', body: { smoke: true }, status: 422 },
];

test.each(refused)(
  '$operationId of $api.name: the id in the header, in the problem and in the one row of the access log is the same',
  async ({ api, operationId, status, ...request }) => {
    const operation = operationOf(api, operationId);
    const headers = await callers.admitted(api, operation, request);
    const answer = await send(api, operation, { ...request, headers });
    const requestId = requestIdOf(answer);
    expect({ status: answer.status, requestId: answer.body.requestId }).toEqual({ status, requestId });
    const rows = async () => {
      const { events = [] } = await logs.send(
        new FilterLogEventsCommand({
          logGroupName: `/aws/vendedlogs/gatehouse-${stage.environment}-${api.name}/access`,
          filterPattern: `"${requestId}"`,
        }),
      );
      return events.map(({ message }) => JSON.parse(message ?? ''));
    };
    await expect
      .poll(rows, { timeout: showsWithinMs, interval: 500 })
      .toEqual([expect.objectContaining({ requestId, status: String(status), method: operation.method })]);
  },
  showsWithinMs + 10_000,
);
