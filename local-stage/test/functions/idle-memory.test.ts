import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createIdleMemory } from '../../src/functions/runtime/idle-memory.ts';

const collect = vi.fn<() => boolean>();
let used = 0;
const heap = { usedBytes: () => used, collect };

beforeEach(() => {
  vi.useFakeTimers();
  collect.mockReset().mockReturnValue(true);
});
afterEach(() => void vi.useRealTimers());

/** A thread whose last collection left ten megabytes. */
function threadWithTenLeft() {
  const memory = createIdleMemory(heap);
  used = 18e6;
  collect.mockImplementationOnce(() => {
    used = 10e6;
    return true;
  });
  memory.idle();
  vi.advanceTimersByTime(1_000);
  return memory;
}

it('collects after a second without an invocation', () => {
  const memory = createIdleMemory(heap);
  memory.idle();
  vi.advanceTimersByTime(999);
  memory.busy();
  vi.advanceTimersByTime(5_000);
  expect(collect).not.toHaveBeenCalled();
  memory.idle();
  vi.advanceTimersByTime(1_000);
  expect(collect).toHaveBeenCalledOnce();
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

it('tries again soon when it could not collect, unless an invocation begins', () => {
  collect.mockReturnValueOnce(false).mockReturnValueOnce(false);
  const memory = createIdleMemory(heap);
  memory.idle();
  vi.advanceTimersByTime(1_020);
  expect(collect).toHaveBeenCalledTimes(2);
  memory.busy();
  vi.advanceTimersByTime(5_000);
  expect(collect).toHaveBeenCalledTimes(2);
});
