import {
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  paginateDescribeLogGroups,
} from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, it } from 'vitest';
import { groupArn, startLogsStage } from './logs-stage.ts';

describe('DescribeLogGroups', () => {
  const groupNames = ['/aws/lambda/b', '/aws/lambda/a', '/access/api'];

  it('tells of a group what AWS does', async () => {
    const { operator, clock, put } = await startLogsStage({ groupNames, retentionDays: { '/access/api': 14 } });
    const creationTime = clock.now();
    put('s', ['12345'], '/access/api');
    const { logGroups } = await operator.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/access' }));
    expect(logGroups).toEqual([
      {
        logGroupName: '/access/api',
        creationTime,
        arn: `${groupArn('/access/api')}:*`,
        logGroupArn: groupArn('/access/api'),
        metricFilterCount: 0,
        storedBytes: 5,
        logGroupClass: 'STANDARD',
        retentionInDays: 14,
      },
    ]);
  });

  it('lists by name, in pages, groups made by writing among them', async () => {
    const { operator, put } = await startLogsStage({ groupNames });
    put('s', ['m'], '/aws/lambda/made');
    const paginator = paginateDescribeLogGroups({ client: operator, pageSize: 3 }, {});
    const pages = await Array.fromAsync(paginator, ({ logGroups }) =>
      logGroups?.map(({ logGroupName }) => logGroupName),
    );
    expect(pages).toEqual([['/access/api', '/aws/lambda/a', '/aws/lambda/b'], ['/aws/lambda/made']]);
  });

  it.each([
    [{ logGroupNamePattern: 'lambda' }, ['/aws/lambda/a', '/aws/lambda/b']],
    [{ logGroupNamePattern: 'LAMBDA' }, []],
    [{ logGroupIdentifiers: ['/access/api'] }, ['/access/api']],
    [{ logGroupClass: 'INFREQUENT_ACCESS' }, []],
  ] satisfies [ConstructorParameters<typeof DescribeLogGroupsCommand>[0], string[]][])(
    'selects by %j',
    async (input, names) => {
      const { operator } = await startLogsStage({ groupNames });
      const { logGroups } = await operator.send(new DescribeLogGroupsCommand(input));
      expect(logGroups?.map(({ logGroupName }) => logGroupName)).toEqual(names);
    },
  );

  it.each([
    [{ logGroupNamePrefix: 'a', logGroupNamePattern: 'a' }, 'Only one of logGroupNamePrefix and logGroupNamePattern'],
    [{ includeLinkedAccounts: true }, 'The local stage has one account'],
    [{ limit: 51 }, "Value '51' at 'limit'"],
    [{ limit: 0 }, "Value '0' at 'limit'"],
    [{ nextToken: 'x' }, 'Invalid pagination token'],
  ])('refuses %j', async (input, message) => {
    const { operator } = await startLogsStage();
    await expect(operator.send(new DescribeLogGroupsCommand(input))).rejects.toThrow(message);
  });
});

describe('DescribeLogStreams', () => {
  async function startWithStreams() {
    const stage = await startLogsStage();
    stage.put('b', ['1']);
    stage.put('a', ['2', '3']);
    stage.put('b', ['4']);
    stage.put('c/x', ['5']);
    const list = async (input: Partial<ConstructorParameters<typeof DescribeLogStreamsCommand>[0]> = {}) => {
      const command = new DescribeLogStreamsCommand({ logGroupName: '/aws/lambda/export', ...input });
      const answer = await stage.operator.send(command);
      return { ...answer, names: answer.logStreams?.map(({ logStreamName }) => logStreamName) };
    };
    return { ...stage, list };
  }

  it('tells of a stream when its events were', async () => {
    const { list, clock } = await startWithStreams();
    const { logStreams = [] } = await list({ logStreamNamePrefix: 'b' });
    expect(logStreams).toMatchObject([
      {
        logStreamName: 'b',
        firstEventTimestamp: clock.now() - 5 * 1000,
        lastEventTimestamp: clock.now() - 2 * 1000,
        arn: `${groupArn('/aws/lambda/export')}:log-stream:b`,
      },
    ]);
  });

  it('orders by name or by the last event, either way', async () => {
    const { list } = await startWithStreams();
    expect((await list()).names).toEqual(['a', 'b', 'c/x']);
    expect((await list({ descending: true })).names).toEqual(['c/x', 'b', 'a']);
    expect((await list({ orderBy: 'LastEventTime' })).names).toEqual(['a', 'b', 'c/x']);
    expect((await list({ orderBy: 'LastEventTime', descending: true, limit: 1 })).names).toEqual(['c/x']);
  });

  it('gives a token while there are more', async () => {
    const { list } = await startWithStreams();
    const { names, nextToken } = await list({ limit: 2 });
    expect(names).toEqual(['a', 'b']);
    const rest = await list({ limit: 2, nextToken });
    expect(rest.names).toEqual(['c/x']);
    expect(rest.nextToken).toBeUndefined();
  });

  it('refuses a prefix in the order of time, and a group that is none', async () => {
    const { list } = await startWithStreams();
    await expect(list({ orderBy: 'LastEventTime', logStreamNamePrefix: 'a' })).rejects.toThrow('Cannot order by');
    await expect(list({ logGroupName: 'none' })).rejects.toThrow('The specified log group does not exist.');
  });
});
