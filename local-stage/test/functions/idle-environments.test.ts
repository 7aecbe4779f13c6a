import { describe, expect, it } from 'vitest';
import { createClock } from '../../src/clock.ts';
import type { ExecutionEnvironment } from '../../src/functions/execution-environment.ts';
import { createIdleEnvironments } from '../../src/functions/idle-environments.ts';

const minute = 60_000;

function setUp(maximum = 10) {
  const clock = createClock(0);
  const stopped: string[] = [];
  const environment = (name: string): ExecutionEnvironment => ({
    log: () => {},
    initialize: () => Promise.resolve({ kind: 'initialized' }),
    invoke: () => Promise.resolve({ kind: 'timeout' }),
    giveBackMemory: () => {},
    takeInitDurationMs: () => undefined,
    alive: () => true,
    tellEnd: () => undefined,
    stop: async () => void stopped.push(name),
  });
  const waiting = new Set<ExecutionEnvironment>();
  const memory = {
    waits: (added: ExecutionEnvironment) => void waiting.add(added),
    leaves: (removed: ExecutionEnvironment) => void waiting.delete(removed),
    close: () => waiting.clear(),
  };
  return { clock, stopped, environment, waiting, idle: createIdleEnvironments(clock, maximum, memory) };
}

describe('idle environments', () => {
  it('are taken by their own function, the last that became idle first', () => {
    const { idle, environment } = setUp();
    const [first, second, other] = [environment('first'), environment('second'), environment('other')];
    idle.add('f', first);
    idle.add('f', second);
    idle.add('g', other);
    expect([idle.take('f'), idle.take('f'), idle.take('f')]).toEqual([second, first, undefined]);
    expect(idle.take('g')).toBe(other);
  });

  it('are retired after ten minutes, those that were used since later', () => {
    const { idle, environment, clock, stopped } = setUp();
    const used = environment('used');
    idle.add('f', used);
    idle.add('g', environment('unused'));
    clock.advance(6 * minute);
    idle.add('f', idle.take('f') ?? used);
    clock.advance(4 * minute);
    expect(stopped).toEqual(['unused']);
    clock.advance(6 * minute - 1);
    expect(stopped).toEqual(['unused']);
    clock.advance(1);
    expect(stopped).toEqual(['unused', 'used']);
    expect(idle.take('f')).toBeUndefined();
  });

  it('are retired after half a minute beside others of their function that were used since', () => {
    const { idle, environment, clock, stopped } = setUp();
    for (const name of ['burst 1', 'burst 2', 'used']) idle.add('f', environment(name));
    idle.add('g', environment('alone'));
    const useOne = () => {
      const used = idle.take('f');
      if (used) idle.add('f', used);
    };
    clock.advance(minute / 2 - 1);
    useOne();
    expect(stopped).toEqual([]);
    clock.advance(1);
    expect(stopped).toEqual(['burst 1', 'burst 2']);
    clock.advance(8 * minute);
    expect(stopped).toEqual(['burst 1', 'burst 2']);
  });

  it('are at most as many as they may be over all functions: the one that is idle the longest is retired', () => {
    const { idle, environment, stopped } = setUp(3);
    for (let index = 0; index < 5; index += 1) idle.add(`f${index}`, environment(`e${index}`));
    expect(stopped).toEqual(['e0', 'e1']);
    expect(idle.take('f0')).toBeUndefined();
    expect(idle.take('f2')).toBeDefined();
  });

  it('that ended are not given out', () => {
    const { idle, environment } = setUp();
    const [kept, ended] = [environment('kept'), environment('ended')];
    idle.add('f', kept);
    idle.add('f', ended);
    idle.remove(ended);
    idle.remove(ended);
    expect([idle.take('f'), idle.take('f')]).toEqual([kept, undefined]);
  });

  it('are those whose memory may be given back', () => {
    const { idle, environment, clock, waiting } = setUp(2);
    const [taken, ended, retired, kept] = [
      environment('taken'),
      environment('ended'),
      environment('retired'),
      environment('kept'),
    ];
    idle.add('f', taken);
    idle.take('f');
    idle.add('f', ended);
    idle.remove(ended);
    idle.add('f', retired);
    clock.advance(minute);
    idle.add('g', kept);
    idle.add('h', environment('last'));
    expect([...waiting]).toEqual([kept, expect.anything()]);
    idle.close();
    expect(waiting.size).toBe(0);
  });

  it('retire no longer after close', () => {
    const { idle, environment, clock, stopped } = setUp();
    const kept = environment('a');
    idle.add('f', kept);
    expect(idle.remove(kept)).toBe(true);
    expect(idle.remove(kept)).toBe(false);
    idle.add('g', environment('b'));
    idle.close();
    clock.advance(60 * minute);
    expect(stopped).toEqual([]);
  });
});
