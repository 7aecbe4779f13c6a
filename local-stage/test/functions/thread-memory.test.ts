import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createThreadMemory } from '../../src/functions/runtime/thread-memory.ts';

const collect = vi.fn<() => boolean>();
let used = 0;
const heap = { usedBytes: () => used, collect };

beforeEach(() => {
  vi.useFakeTimers();
  collect.mockReset().mockReturnValue(true);
  used = 18e6;
});
afterEach(() => void vi.useRealTimers());

it('collects again only once the heap has grown by a quarter', () => {
  const memory = createThreadMemory(heap);
  collect.mockImplementationOnce(() => {
    used = 10e6;
    return true;
  });
  memory.giveBack();
  used = 12.4e6;
  memory.giveBack();
  expect(collect).toHaveBeenCalledOnce();
  used = 12.5e6;
  memory.giveBack();
  expect(collect).toHaveBeenCalledTimes(2);
});

it('tries again soon when it could not collect, unless an invocation begins', () => {
  collect.mockReturnValueOnce(false).mockReturnValueOnce(false);
  const memory = createThreadMemory(heap);
  memory.giveBack();
  vi.advanceTimersByTime(20);
  expect(collect).toHaveBeenCalledTimes(2);
  memory.busy();
  vi.advanceTimersByTime(5_000);
  expect(collect).toHaveBeenCalledTimes(2);
});
