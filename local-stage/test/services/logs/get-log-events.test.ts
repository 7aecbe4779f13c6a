import { GetLogEventsCommand, type GetLogEventsCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, it } from 'vitest';
import { startLogsStage } from './logs-stage.ts';

const messagesOf = ({ events = [] }: GetLogEventsCommandOutput) => events.map(({ message }) => message).join('');

async function startWith(messages: string) {
  const stage = await startLogsStage();
  stage.put('a', ['other']);
  stage.put('s', [...messages]);
  stage.put('b', ['other']);
  const get = (input: Partial<ConstructorParameters<typeof GetLogEventsCommand>[0]> = {}) =>
    stage.operator.send(new GetLogEventsCommand({ logGroupName: '/aws/lambda/export', logStreamName: 's', ...input }));
  return { ...stage, get };
}

describe('GetLogEvents', () => {
  it('gives the newest page, its events in the order of time', async () => {
    const { get } = await startWith('12345');
    expect(messagesOf(await get({ limit: 2 }))).toBe('45');
  });

  it('walks back by the backward token, which stays where nothing is left', async () => {
    const { get } = await startWith('12345');
    const newest = await get({ limit: 2 });
    const before = await get({ limit: 2, nextToken: newest.nextBackwardToken });
    const first = await get({ limit: 2, nextToken: before.nextBackwardToken });
    expect([before, first].map(messagesOf)).toEqual(['23', '1']);
    const none = await get({ limit: 2, nextToken: first.nextBackwardToken });
    expect(messagesOf(none)).toBe('');
    expect(none.nextBackwardToken).toBe(first.nextBackwardToken);
  });

  it('walks forward from the head, and waits at the end for what comes', async () => {
    const { get, put } = await startWith('123');
    const head = await get({ startFromHead: true, limit: 2 });
    const rest = await get({ startFromHead: true, limit: 2, nextToken: head.nextForwardToken });
    expect([head, rest].map(messagesOf)).toEqual(['12', '3']);
    const end = await get({ startFromHead: true, nextToken: rest.nextForwardToken });
    expect(messagesOf(end)).toBe('');
    expect(end.nextForwardToken).toBe(rest.nextForwardToken);
    put('s', ['4']);
    expect(messagesOf(await get({ startFromHead: true, nextToken: end.nextForwardToken }))).toBe('4');
  });

  it('keeps its place while the oldest events are dropped', async () => {
    const { get, logGroups } = await startWith('12');
    const { nextForwardToken } = await get();
    for (let index = 0; index < 10_000; index += 1) logGroups.put('/aws/lambda/export', 's', '.');
    logGroups.put('/aws/lambda/export', 's', 'x');
    const next = await get({ startFromHead: true, nextToken: nextForwardToken, limit: 1 });
    expect(messagesOf(next)).toBe('.');
    const newest = await get({ limit: 1 });
    expect(messagesOf(newest)).toBe('x');
    expect(messagesOf(await get({ nextToken: newest.nextBackwardToken, limit: 1 }))).toBe('.');
  });

  it('gives the events from startTime on and before endTime, with their times', async () => {
    const { get } = await startWith('1234');
    const all = (await get()).events ?? [];
    const [, second, , fourth] = all.map(({ timestamp }) => timestamp);
    expect(messagesOf(await get({ startTime: second, endTime: fourth }))).toBe('23');
    expect(all[0]).toEqual({ message: '1', timestamp: all[0]?.timestamp, ingestionTime: all[0]?.timestamp });
  });

  it.each([
    ['two events that have more together', [600_000, 600_000]],
    ['an event that has more by itself', [1_100_000, 10]],
  ])('gives at most 1 MB a page, at least one event: %s', async (_what, lengths) => {
    const stage = await startLogsStage();
    stage.put(
      's',
      lengths.map((length) => 'x'.repeat(length)),
    );
    const get = (nextToken?: string) =>
      stage.operator.send(
        new GetLogEventsCommand({
          logGroupName: '/aws/lambda/export',
          logStreamName: 's',
          startFromHead: true,
          nextToken,
        }),
      );
    const sizes: number[] = [];
    for (let page = await get(); page.events?.length; page = await get(page.nextForwardToken)) {
      sizes.push(messagesOf(page).length);
    }
    expect(sizes).toEqual(lengths);
  });

  it.each([
    [{ logGroupName: 'none' }, 'ResourceNotFoundException: The specified log group does not exist.'],
    [{ logStreamName: 'none' }, 'ResourceNotFoundException: The specified log stream does not exist.'],
    [{ nextToken: 'f/1' }, 'InvalidParameterException: The specified nextToken is invalid.'],
    [{ limit: 10_001 }, "InvalidParameterException: 1 validation error detected: Value '10001' at 'limit'"],
    [{ logGroupIdentifier: 'x' }, 'InvalidParameterException: Only one of logGroupName and logGroupIdentifier'],
  ])('refuses %j', async (input, message) => {
    const { get } = await startWith('1');
    const error = await get(input).catch((failure: Error) => `${failure.name}: ${failure.message}`);
    expect(error).toContain(message);
  });
});
