import { FilterLogEventsCommand, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, it } from 'vitest';
import { groupArn, startLogsStage } from './logs-stage.ts';

type Input = Partial<ConstructorParameters<typeof FilterLogEventsCommand>[0]>;

async function startWithStreams() {
  const stage = await startLogsStage();
  stage.put('a/1', ['first ERROR']);
  stage.put('a/2', ['{"level":"ERROR","n":1}', '{"level":"INFO","n":2}']);
  stage.put('b/1', ['last']);
  const filter = async (input: Input = {}) => {
    const answer = await stage.operator.send(
      new FilterLogEventsCommand({ logGroupName: '/aws/lambda/export', ...input }),
    );
    return { ...answer, messages: (answer.events ?? []).map(({ message }) => message) };
  };
  return { ...stage, filter };
}

describe('FilterLogEvents', () => {
  it('gives the events of all streams in the order of time, each with an id of its own', async () => {
    const { filter } = await startWithStreams();
    const { events = [], nextToken } = await filter();
    expect(events.map(({ logStreamName }) => logStreamName)).toEqual(['a/1', 'a/2', 'a/2', 'b/1']);
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(4);
    expect(nextToken).toBeUndefined();
  });

  it.each([
    [{ filterPattern: 'ERROR' }, 2],
    [{ filterPattern: 'ERROR -first' }, 1],
    [{ filterPattern: '?last ?first' }, 2],
    [{ filterPattern: '{ $.level = "INFO" || $.n = 1 }' }, 2],
    [{ filterPattern: '{ $.n > 1 }' }, 1],
    [{ logStreamNames: ['b/1', 'a/1'] }, 2],
    [{ logStreamNamePrefix: 'a/' }, 3],
    [{ logGroupName: undefined, logGroupIdentifier: groupArn('/aws/lambda/export') }, 4],
    [{ logGroupName: undefined, logGroupIdentifier: '/aws/lambda/export' }, 4],
  ] satisfies [Input, number][])('finds by %j', async (input, count) => {
    const { filter } = await startWithStreams();
    expect((await filter(input)).messages).toHaveLength(count);
  });

  it('includes the events of startTime and of endTime', async () => {
    const { filter } = await startWithStreams();
    const [, second, third] = (await filter()).events ?? [];
    const { events } = await filter({ startTime: second?.timestamp, endTime: third?.timestamp });
    expect(events).toEqual([second, third]);
  });

  it('gives a token while there are more that match', async () => {
    const { filter, operator } = await startWithStreams();
    const page = await filter({ filterPattern: 'ERROR', limit: 1 });
    expect(page.messages).toEqual(['first ERROR']);
    const next = await filter({ filterPattern: 'ERROR', limit: 1, nextToken: page.nextToken });
    expect(next.messages).toEqual(['{"level":"ERROR","n":1}']);
    expect(next.nextToken).toBeUndefined();
    const paginator = paginateFilterLogEvents(
      { client: operator, pageSize: 3 },
      { logGroupName: '/aws/lambda/export' },
    );
    const sizes = await Array.fromAsync(paginator, ({ events }) => events?.length);
    expect(sizes).toEqual([3, 1]);
  });

  it('begins with the newest where the caller says so', async () => {
    const { filter } = await startWithStreams();
    const startTime = Date.UTC(2024, 0, 1);
    const page = await filter({ startFromHead: false, startTime, limit: 3 });
    expect(page.messages).toEqual(['last', '{"level":"INFO","n":2}', '{"level":"ERROR","n":1}']);
    const next = await filter({ startTime, nextToken: page.nextToken });
    expect(next.messages).toEqual(['first ERROR']);
  });

  it.each([
    [{ logGroupName: 'none' }, 'ResourceNotFoundException: The specified log group does not exist.'],
    [{ logStreamNames: ['none'] }, 'ResourceNotFoundException: The specified log stream does not exist.'],
    [{ logStreamNames: ['a/1'], logStreamNamePrefix: 'a' }, 'InvalidParameterException: Only one of logStreamNames'],
    [{ startFromHead: false }, 'InvalidParameterException: startFromHead false needs a startTime'],
    [{ filterPattern: '[a, b]' }, 'InvalidParameterException: Invalid filter pattern [a, b]: space-delimited'],
    [{ nextToken: 'x' }, 'InvalidParameterException: The specified nextToken is invalid.'],
  ] satisfies [Input, string][])('refuses %j', async (input, message) => {
    const { filter } = await startWithStreams();
    const error = await filter(input).catch((failure: Error) => `${failure.name}: ${failure.message}`);
    expect(error).toContain(message);
  });
});
