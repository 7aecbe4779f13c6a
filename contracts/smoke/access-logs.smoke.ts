import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { expect, test } from 'vitest';
import { publicApi } from '../public-api.ts';
import { type ApiTable, operationsOf } from '../route-table.ts';
import { taskApi } from '../task-api.ts';
import { requestIdOf, send, stage } from './requests.ts';

const logs = new CloudWatchLogsClient({});

/** CloudWatch shows a row of an access log within seconds, at most as late as this. */
const showsWithinMs = 60_000;

test.each<{ api: ApiTable }>([{ api: taskApi }, { api: publicApi }])(
  'a request to $api.name leaves one row in its access log, by its id',
  async ({ api }) => {
    const [operation] = operationsOf(api);
    expect.assert(operation);
    const answer = await send(api, operation);
    const requestId = requestIdOf(answer);
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
      .toEqual([expect.objectContaining({ requestId, status: String(answer.status), method: operation.method })]);
  },
  showsWithinMs + 10_000,
);
