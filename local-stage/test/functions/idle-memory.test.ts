import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ExecutionEnvironment } from '../../src/functions/execution-environment.ts';
import { createIdleMemory } from '../../src/functions/idle-memory.ts';

let spare = 1;
const spareTime = vi.fn(() => spare);
/** Names of the environments that were asked, in this order. */
let asked: string[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  spareTime.mockClear();
  spare = 1;
  asked = [];
});
afterEach(() => void vi.useRealTimers());

const environment = (name: string) => ({ giveBackMemory: () => void asked.push(name) }) as ExecutionEnvironment;

it('is asked for once an environment has waited for a second', () => {
  const memory = createIdleMemory(spareTime);
  memory.waits(environment('first'));
  vi.advanceTimersByTime(500);
  memory.waits(environment('second'));
  vi.advanceTimersByTime(499);
  expect(asked).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(asked).toEqual(['first']);
  vi.advanceTimersByTime(60_000);
  expect(asked).toEqual(['first', 'second']);
});

it('stays with an environment that was invoked since, until that has waited for a second', () => {
  const memory = createIdleMemory(spareTime);
  const used = environment('used');
  memory.waits(used);
  vi.advanceTimersByTime(900);
  memory.leaves(used);
  vi.advanceTimersByTime(5_000);
  memory.waits(used);
  vi.advanceTimersByTime(999);
  expect(asked).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(asked).toEqual(['used']);
});

it('is not asked for while processors are busy, and is as soon as they are not', () => {
  const memory = createIdleMemory(spareTime);
  spare = 0.24;
  memory.waits(environment('patient'));
  vi.advanceTimersByTime(60_000);
  expect(asked).toEqual([]);
  spare = 0.25;
  vi.advanceTimersByTime(1_000);
  expect(asked).toEqual(['patient']);
});

it('measures the time that environments have waited for, not what was before, and only while some wait', () => {
  const memory = createIdleMemory(spareTime);
  expect(spareTime).not.toHaveBeenCalled();
  memory.waits(environment('first'));
  expect(spareTime).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(60_000);
  expect(spareTime).toHaveBeenCalledTimes(2);
  memory.waits(environment('second'));
  expect(spareTime).toHaveBeenCalledTimes(3);
});

it('is asked for no longer after close', () => {
  const memory = createIdleMemory(spareTime);
  memory.waits(environment('first'));
  memory.close();
  vi.advanceTimersByTime(5_000);
  expect(asked).toEqual([]);
});
