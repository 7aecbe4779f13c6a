import type { Members } from '../../json-members.ts';
import { AwsError } from '../../service.ts';
import type { Operation } from '../context.ts';
import {
  decodePosition,
  encodePosition,
  largestPage,
  type PlacedEvent,
  type Position,
  placed,
  takePage,
} from '../event-pages.ts';

/**
 * One stream's events. Without a token the page is the newest one, or the oldest with `startFromHead`;
 * either way its events are in the order of time. A token that leads nowhere is given back.
 *
 * Source: Amazon CloudWatch Logs API Reference, "GetLogEvents".
 */
export const getLogEvents: Operation = (context, caller, input) => {
  const streamName = input.text('logStreamName');
  const group = context.open(caller, input, 'GetLogEvents');
  const ofStream = placed(group).filter((event) => event.streamName === streamName);
  if (ofStream.length === 0) {
    throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
  }
  const position = positionOf(input, group.droppedEvents + group.events.length);
  const limit = input.optionalInteger('limit', 1, largestPage) ?? largestPage;
  const page = takePage(within(ofStream, input), position, limit);
  const events = position.direction === 'forward' ? page : page.toReversed();
  const forward = (events.at(-1)?.place ?? position.place - 1) + 1;
  return {
    events: events.map(({ timestamp, message }) => ({ timestamp, message, ingestionTime: timestamp })),
    nextForwardToken: encodePosition({ direction: 'forward', place: forward }),
    nextBackwardToken: encodePosition({ direction: 'backward', place: events[0]?.place ?? position.place }),
  };
};

function positionOf(input: Members, end: number): Position {
  const token = input.optionalText('nextToken');
  if (token !== undefined) return decodePosition(token);
  return input.flag('startFromHead') ? { direction: 'forward', place: 0 } : { direction: 'backward', place: end };
}

/** From `startTime` on, before `endTime`. */
function within(events: readonly PlacedEvent[], input: Members): readonly PlacedEvent[] {
  const from = input.optionalInteger('startTime', 0, Number.MAX_SAFE_INTEGER) ?? 0;
  const to = input.optionalInteger('endTime', 0, Number.MAX_SAFE_INTEGER) ?? Number.POSITIVE_INFINITY;
  return events.filter(({ timestamp }) => timestamp >= from && timestamp < to);
}
