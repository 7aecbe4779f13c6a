import { describe, expect, it } from 'vitest';
import { createClock } from '../../src/clock.ts';
import { createLogGroups } from '../../src/log-group-store.ts';

describe('log groups', () => {
  it('keep events in order, with the stage’s time', () => {
    const clock = createClock(5);
    const groups = createLogGroups({ clock, groupNames: ['/a'] });
    groups.put('/a', 's1', 'first');
    clock.advance(10);
    groups.put('/a', 's2', 'second');
    expect(groups.read('/a')).toEqual([
      { timestamp: 5, streamName: 's1', message: 'first' },
      { timestamp: 15, streamName: 's2', message: 'second' },
    ]);
  });

  it('are empty where declared, made where written to, and otherwise not there', () => {
    const groups = createLogGroups({ clock: createClock(0), groupNames: ['/declared'] });
    groups.put('/made', 's', 'm');
    expect(groups.read('/declared')).toEqual([]);
    expect(groups.read('/made')).toHaveLength(1);
    expect(groups.read('/other')).toBeUndefined();
  });

  it('give the newest up to a limit', () => {
    const groups = createLogGroups({ clock: createClock(0), groupNames: [] });
    for (const message of ['a', 'b', 'c']) groups.put('/a', 's', message);
    expect(groups.read('/a', 2)?.map(({ message }) => message)).toEqual(['b', 'c']);
    expect(groups.read('/a', 0)).toEqual([]);
  });

  it('drop the oldest beyond 10,000 events', () => {
    const groups = createLogGroups({ clock: createClock(0), groupNames: [] });
    for (let index = 0; index < 25_000; index += 1) groups.put('/a', 's', String(index));
    const messages = groups.read('/a')?.map(({ message }) => message);
    expect(messages).toHaveLength(10_000);
    expect(messages?.[0]).toBe('15000');
    expect(messages?.at(-1)).toBe('24999');
  });

  it('drop the oldest beyond one and a half million characters, never the newest', () => {
    const groups = createLogGroups({ clock: createClock(0), groupNames: [] });
    const eighth = 1.5 * 2 ** 17;
    for (const size of [4, 4, 1]) groups.put('/a', 's', 'x'.repeat(size * eighth));
    expect(groups.read('/a')?.map(({ message }) => message.length / eighth)).toEqual([4, 1]);
    groups.put('/a', 's', 'x'.repeat(9 * eighth));
    expect(groups.read('/a')?.map(({ message }) => message.length / eighth)).toEqual([9]);
  });

  it('tell a listener', () => {
    const told: string[] = [];
    const onEvent = (group: string, { message }: { message: string }) => told.push(`${group} ${message}`);
    createLogGroups({ clock: createClock(0), groupNames: [], onEvent }).put('/a', 's', 'm');
    expect(told).toEqual(['/a m']);
  });
});

describe('a directory of log groups', () => {
  it('lists the groups by name', () => {
    const groups = createLogGroups({ clock: createClock(0), groupNames: ['/b', '/a'] });
    groups.put('/aa', 's', 'm');
    expect(groups.names()).toEqual(['/a', '/aa', '/b']);
  });

  it('tells when a group was made, how much it keeps and how many events it dropped', () => {
    const clock = createClock(5);
    const groups = createLogGroups({ clock, groupNames: ['/a'] });
    clock.advance(10);
    for (let index = 0; index < 25_000; index += 1) groups.put('/a', 's', 'xy');
    expect(groups.find('/a')).toMatchObject({ createdAt: 5, droppedEvents: 15_000, characters: 20_000 });
    expect(groups.find('/a')?.events).toHaveLength(10_000);
    groups.put('/made', 's', 'm');
    expect(groups.find('/made')).toMatchObject({ createdAt: 15, droppedEvents: 0 });
    expect(groups.find('/none')).toBeUndefined();
  });
});
