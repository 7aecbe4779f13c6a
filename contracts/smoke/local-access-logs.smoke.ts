import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { expect, test } from 'vitest';
import { publicApi } from '../public-api.ts';
import { type ApiTable, operationsOf } from '../route-table.ts';
import { taskApi } from '../task-api.ts';
import { send, stage } from './requests.ts';

/** The access logs, which CloudWatch shows seconds later than a local stage does. */

const logs = new CloudWatchLogsClient({});

test.each<{ api: ApiTable }>([{ api: taskApi }, { api: publicApi }])(
  'a request to $api.name leaves one row, by its id',
  async ({ api }) => {
    const [operation] = operationsOf(api);
    expect.assert(operation);
    const { status, headers } = await send(api, operation);
    const requestId = headers['x-amzn-requestid'] ?? headers['apigw-requestid'];
    const { events = [] } = await logs.send(
      new FilterLogEventsCommand({
        logGroupName: `/aws/vendedlogs/gatehouse-${stage.environment}-${api.name}/access`,
        filterPattern: `"${requestId}"`,
      }),
    );
    expect(events.map(({ message }) => JSON.parse(message ?? ''))).toEqual([
      expect.objectContaining({ requestId, status: String(status), method: operation.method }),
    ]);
  },
);
