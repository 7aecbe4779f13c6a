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
import { readFilterPattern } from '../filter-pattern/filter-pattern.ts';

/** From when on a search may begin with the newest events: 1 January 2024. */
const earliestFromTail = Date.UTC(2024, 0, 1);

/**
 * The events of a group whose messages match, of all its streams or of some, oldest first unless
 * `startFromHead` is false. A token is given only where more events match.
 *
 * Source: Amazon CloudWatch Logs API Reference, "FilterLogEvents".
 */
export const filterLogEvents: Operation = (context, caller, input) => {
  const matches = readFilterPattern(input.optionalText('filterPattern') ?? '');
  const group = context.open(caller, input, 'FilterLogEvents');
  const events = within(ofStreams(placed(group), input), input).filter(({ message }) => matches(message));
  const position = positionOf(input, group.droppedEvents + group.events.length);
  const limit = input.optionalInteger('limit', 1, largestPage) ?? largestPage;
  const page = takePage(events, position, limit);
  const next = nextPosition(events, position, page);
  return {
    events: page.map(document),
    searchedLogStreams: [],
    ...(next && { nextToken: encodePosition(next) }),
  };
};

function ofStreams(events: readonly PlacedEvent[], input: Members): readonly PlacedEvent[] {
  const names = input.texts('logStreamNames');
  const prefix = input.optionalText('logStreamNamePrefix');
  if (names.length === 0) return events.filter(({ streamName }) => streamName.startsWith(prefix ?? ''));
  if (prefix !== undefined) {
    throw new AwsError('InvalidParameterException', 'Only one of logStreamNames and logStreamNamePrefix can be given.');
  }
  const known = new Set(events.map(({ streamName }) => streamName));
  if (!names.every((name) => known.has(name))) {
    throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
  }
  return events.filter(({ streamName }) => names.includes(streamName));
}

/** From `startTime` to `endTime`, both included. */
function within(events: readonly PlacedEvent[], input: Members): readonly PlacedEvent[] {
  const from = input.optionalInteger('startTime', 0, Number.MAX_SAFE_INTEGER) ?? 0;
  const to = input.optionalInteger('endTime', 0, Number.MAX_SAFE_INTEGER) ?? Number.POSITIVE_INFINITY;
  return events.filter(({ timestamp }) => timestamp >= from && timestamp <= to);
}

function positionOf(input: Members, end: number): Position {
  const token = input.optionalText('nextToken');
  if (token !== undefined) return decodePosition(token);
  if (input.optionalFlag('startFromHead') ?? true) return { direction: 'forward', place: 0 };
  if ((input.optionalInteger('startTime', 0, Number.MAX_SAFE_INTEGER) ?? 0) < earliestFromTail) {
    throw new AwsError(
      'InvalidParameterException',
      'startFromHead false needs a startTime on or after Jan 1, 2024 00:00:00 UTC.',
    );
  }
  return { direction: 'backward', place: end };
}

function nextPosition(
  events: readonly PlacedEvent[],
  { direction }: Position,
  page: readonly PlacedEvent[],
): Position | undefined {
  const last = page.at(-1)?.place;
  if (last === undefined) return undefined;
  const next: Position = { direction, place: direction === 'forward' ? last + 1 : last };
  return takePage(events, next, 1).length > 0 ? next : undefined;
}

const document = ({ timestamp, streamName, message, place }: PlacedEvent) => ({
  timestamp,
  message,
  ingestionTime: timestamp,
  logStreamName: streamName,
  eventId: String(place).padStart(56, '0'),
});
