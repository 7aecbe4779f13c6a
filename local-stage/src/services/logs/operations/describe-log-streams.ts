import type { LogEvent } from '../../../log-groups.ts';
import type { Members } from '../../json-members.ts';
import { after, readPage } from '../../json-pages.ts';
import { AwsError } from '../../service.ts';
import type { Operation } from '../context.ts';

interface Stream {
  readonly name: string;
  readonly first: LogEvent;
  readonly last: LogEvent;
}

/**
 * The streams of a group, by name or by their last event. A stream whose events are all dropped is gone with them.
 *
 * Source: Amazon CloudWatch Logs API Reference, "DescribeLogStreams".
 */
export const describeLogStreams: Operation = (context, caller, input) => {
  const { name: groupName, events } = context.open(caller, input, 'DescribeLogStreams');
  const streams = ordered(streamsOf(events), input);
  const prefix = input.optionalText('logStreamNamePrefix') ?? '';
  const page = readPage(
    input,
    { size: 'limit', smallest: 1, largest: 50, token: 'nextToken', tokenErrorCode: 'InvalidParameterException' },
    ({ name }: Stream) => name,
    after(streams, ({ name }: Stream) => name),
    ({ name }) => name.startsWith(prefix),
  );
  return {
    logStreams: page.items.map((stream) => document(stream, context.arnOf(groupName))),
    ...(page.next !== undefined && { nextToken: page.next }),
  };
};

function streamsOf(events: readonly LogEvent[]): readonly Stream[] {
  const streams = new Map<string, Stream>();
  for (const event of events) {
    const { streamName: name } = event;
    streams.set(name, { name, first: streams.get(name)?.first ?? event, last: event });
  }
  return [...streams.values()];
}

function ordered(streams: readonly Stream[], input: Members): readonly Stream[] {
  const sorted = streams.toSorted(orderOf(input));
  return input.flag('descending') ? sorted.reverse() : sorted;
}

function orderOf(input: Members): (left: Stream, right: Stream) => number {
  const orderBy = input.optionalText('orderBy') ?? 'LogStreamName';
  if (orderBy === 'LogStreamName') return (left, right) => (left.name < right.name ? -1 : 1);
  if (orderBy !== 'LastEventTime') {
    throw new AwsError(
      'InvalidParameterException',
      `1 validation error detected: Value '${orderBy}' at 'orderBy' failed to satisfy constraint: Member must satisfy enum value set: [LogStreamName, LastEventTime]`,
    );
  }
  if (input.optionalText('logStreamNamePrefix') !== undefined) {
    throw new AwsError('InvalidParameterException', 'Cannot order by LastEventTime with a logStreamNamePrefix.');
  }
  return (left, right) => left.last.timestamp - right.last.timestamp;
}

const document = ({ name, first, last }: Stream, groupArn: string) => ({
  logStreamName: name,
  creationTime: first.timestamp,
  firstEventTimestamp: first.timestamp,
  lastEventTimestamp: last.timestamp,
  lastIngestionTime: last.timestamp,
  uploadSequenceToken: last.timestamp.toString().padStart(56, '0'),
  arn: `${groupArn}:log-stream:${name}`,
  storedBytes: 0,
});
