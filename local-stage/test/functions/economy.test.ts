import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createEconomy } from '../../src/functions/economy.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

function setUp() {
  const flags: string[] = [];
  const economy = createEconomy((flag) => flags.push(flag));
  const load = (ms: number) => {
    for (let passed = 0; passed < ms; passed += 20) {
      economy.underLoad();
      vi.advanceTimersByTime(20);
    }
  };
  return { flags, load, economy };
}

it('saves memory while load comes in bursts', () => {
  const { flags, load } = setUp();
  for (let burst = 0; burst < 10; burst += 1) {
    load(800);
    vi.advanceTimersByTime(300);
  }
  expect(flags).toEqual(['--optimize-for-size']);
});

it('saves none under load that lasts, until five seconds after it', () => {
  const { flags, load } = setUp();
  load(1_100);
  expect(flags).toEqual(['--optimize-for-size', '--no-optimize-for-size']);
  load(20_000);
  vi.advanceTimersByTime(4_900);
  expect(flags).toHaveLength(2);
  vi.advanceTimersByTime(100);
  expect(flags).toEqual(['--optimize-for-size', '--no-optimize-for-size', '--optimize-for-size']);
});

it('sets no flag once it is closed', () => {
  const { flags, load, economy } = setUp();
  load(2_000);
  economy.close();
  vi.advanceTimersByTime(60_000);
  expect(flags).toHaveLength(2);
});
