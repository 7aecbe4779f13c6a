import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createIdleMemory } from '../../src/functions/runtime/idle-memory.ts';

const { gc } = globalThis;
const collect = vi.fn();
let used = 0;

beforeEach(() => {
  vi.useFakeTimers();
  collect.mockReset();
  globalThis.gc = collect as unknown as NodeJS.GCFunction;
});
afterEach(() => {
  vi.useRealTimers();
  globalThis.gc = gc;
});

/** A thread whose last collection left ten megabytes. */
function threadWithTenLeft() {
  const memory = createIdleMemory(() => used);
  used = 18e6;
  collect.mockImplementationOnce(() => {
    used = 10e6;
  });
  memory.idle();
  vi.advanceTimersByTime(1_000);
  return memory;
}

it('takes the collector away from whoever comes later', () => {
  createIdleMemory();
  expect(globalThis.gc).toBeUndefined();
});

it('collects after a second without an invocation', () => {
  const memory = createIdleMemory();
  memory.idle();
  vi.advanceTimersByTime(999);
  memory.busy();
  vi.advanceTimersByTime(5_000);
  expect(collect).not.toHaveBeenCalled();
  memory.idle();
  vi.advanceTimersByTime(1_000);
  expect(collect).toHaveBeenCalledExactlyOnceWith({ type: 'major', execution: 'sync', flavor: 'last-resort' });
});

it('collects again only once the heap has grown by a quarter', () => {
  const memory = threadWithTenLeft();
  used = 12.4e6;
  memory.idle();
  vi.advanceTimersByTime(5_000);
  expect(collect).toHaveBeenCalledOnce();
  used = 12.5e6;
  memory.idle();
  vi.advanceTimersByTime(1_000);
  expect(collect).toHaveBeenCalledTimes(2);
});
