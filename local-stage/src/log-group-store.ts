import type { Clock } from './clock.ts';
import type { LogEvent, LogGroupContent, LogGroupDirectory } from './log-groups.ts';

/** Events a group keeps; older ones are dropped. */
const maximumEvents = 10_000;
/** Characters of messages a group keeps; older events are dropped, the newest never. */
const maximumCharacters = 1.5 * 1024 * 1024;

/**
 * The log groups of a stage, kept in memory: the newest events of each, up to a count and a size.
 *
 * @param groupNames groups that exist before anything is logged. @default none
 * @param onEvent is told of every event, for instance to print it.
 */
export function createLogGroups(options: {
  readonly clock: Clock;
  readonly groupNames?: readonly string[];
  readonly onEvent?: (groupName: string, event: LogEvent) => void;
}): LogGroupDirectory {
  const newGroup = () => createGroup(options.clock.now());
  const groups = new Map((options.groupNames ?? []).map((name) => [name, newGroup()]));
  const groupOf = (name: string) => {
    const group = groups.get(name) ?? newGroup();
    groups.set(name, group);
    return group;
  };
  return {
    declare: (groupNames) => groupNames.forEach((name) => void groupOf(name)),
    put(groupName, streamName, message) {
      const event: LogEvent = { timestamp: options.clock.now(), streamName, message };
      groupOf(groupName).append(event);
      options.onEvent?.(groupName, event);
    },
    read: (groupName, limit) => groups.get(groupName)?.newest(limit),
    names: () => [...groups.keys()].sort(),
    find: (groupName) => groups.get(groupName)?.content(),
  };
}

/** Dropped events that a group holds at most until they are cut off. */
const mostDropped = 1_000;

/** A queue of events whose dropped head is cut off only now and then, as that copies the others. */
function createGroup(createdAt: number) {
  let events: LogEvent[] = [];
  /** Of the events that are kept, where they begin. */
  let first = 0;
  /** Events that were cut off before the first of `events`. */
  let cutOff = 0;
  let characters = 0;

  const dropOldest = () => {
    characters -= events[first]?.message.length ?? 0;
    first += 1;
  };
  return {
    append(event: LogEvent) {
      events.push(event);
      characters += event.message.length;
      while (events.length - first > maximumEvents) dropOldest();
      while (characters > maximumCharacters && events.length - first > 1) dropOldest();
      if (first >= mostDropped || first * 2 > events.length) {
        events = events.slice(first);
        cutOff += first;
        first = 0;
      }
    },
    content: (): LogGroupContent => ({
      createdAt,
      events: events.slice(first),
      droppedEvents: cutOff + first,
      characters,
    }),
    newest: (limit = maximumEvents): readonly LogEvent[] => events.slice(Math.max(first, events.length - limit)),
  };
}
