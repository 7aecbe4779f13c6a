import type { LogEvent } from '../../log-groups.ts';
import { AwsError } from '../service.ts';

/** An event and its place in its group, which stays the same while older events are dropped. */
export interface PlacedEvent extends LogEvent {
  readonly place: number;
}

/** Where a page begins, and which way it goes: forward from a place on, or backward from before it. */
export interface Position {
  readonly direction: 'forward' | 'backward';
  readonly place: number;
}

/** Most events of a page (Amazon CloudWatch Logs API Reference, "GetLogEvents" and "FilterLogEvents"). */
export const largestPage = 10_000;
/** Most bytes of a page's messages. Source: the same. */
const largestPageBytes = 1024 * 1024;

/** A group's events with their places. */
export const placed = ({
  events,
  droppedEvents,
}: {
  readonly events: readonly LogEvent[];
  readonly droppedEvents: number;
}): readonly PlacedEvent[] => events.map((event, index) => ({ ...event, place: droppedEvents + index }));

/**
 * Takes one page, in the order of its direction: up to `limit` events, up to 1 MB, at least one event
 * where there is one.
 */
export function takePage(events: readonly PlacedEvent[], position: Position, limit: number): readonly PlacedEvent[] {
  const isForward = position.direction === 'forward';
  const ahead = events.filter(({ place }) => (isForward ? place >= position.place : place < position.place));
  const page: PlacedEvent[] = [];
  let bytes = 0;
  for (const event of isForward ? ahead : ahead.reverse()) {
    bytes += Buffer.byteLength(event.message);
    if (page.length === limit || (page.length > 0 && bytes > largestPageBytes)) break;
    page.push(event);
  }
  return page;
}

/** `f/00...042/s`: the form of GetLogEvents' tokens. */
export const encodePosition = ({ direction, place }: Position): string =>
  `${direction === 'forward' ? 'f' : 'b'}/${String(place).padStart(56, '0')}/s`;

/** @throws {AwsError} for a token that `encodePosition` did not make. */
export function decodePosition(token: string): Position {
  const groups = /^(?<direction>[fb])\/(?<place>\d{56})\/s$/.exec(token)?.groups;
  if (!groups) throw new AwsError('InvalidParameterException', 'The specified nextToken is invalid.');
  return { direction: groups['direction'] === 'f' ? 'forward' : 'backward', place: Number(groups['place']) };
}
