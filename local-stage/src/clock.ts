import { createSharedTime, moveSharedTime, type SharedTime, sharedTimeReader } from './shared-time.ts';

/**
 * The stage's time. Everything that expires, refills, waits or is scheduled in the local stage asks
 * this clock, so that a test can move it instead of waiting.
 */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * Calls back once `delayMs` of the stage's time have passed. Does not keep the process alive.
   *
   * @returns a function that cancels the call.
   */
  after(delayMs: number, callback: () => void): () => void;
  /**
   * Moves the time forward, to a whole millisecond; what falls due is called in the order of its time. Work that
   * those calls begin, such as an invocation, goes on after the move.
   *
   * @throws {RangeError} for what is no number, or less than 0.
   */
  advance(byMs: number): void;
  /** The same time for other threads. */
  readonly sharedTime: SharedTime;
}

interface Alarm {
  readonly dueAt: number;
  readonly callback: () => void;
  timer: NodeJS.Timeout | undefined;
}

/** Longest delay that `setTimeout` takes, in milliseconds; a longer one would fire at once. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * A clock that runs with the host's, ahead by what it was advanced.
 *
 * @param frozenAt epoch milliseconds at which the clock stands still until it is advanced; for tests.
 *   @default the clock runs
 */
export function createClock(frozenAt?: number): Clock {
  const sharedTime = createSharedTime(frozenAt);
  const now = sharedTimeReader(sharedTime);
  const alarms = new Set<Alarm>();
  const moveTo = (time: number) => moveSharedTime(sharedTime, Math.ceil(Math.max(time - now(), 0)));

  const arm = (alarm: Alarm) => {
    clearTimeout(alarm.timer);
    if (frozenAt !== undefined) return;
    const delayMs = Math.min(Math.max(alarm.dueAt - now(), 0), longestTimerMs);
    alarm.timer = setTimeout(() => (alarm.dueAt <= now() ? fire(alarm) : arm(alarm)), delayMs);
    alarm.timer.unref();
  };
  const fire = (alarm: Alarm) => {
    clearTimeout(alarm.timer);
    if (alarms.delete(alarm)) alarm.callback();
  };

  return {
    now,
    sharedTime,
    after(delayMs, callback) {
      if (Number.isNaN(delayMs)) {
        throw new RangeError('a call was to be made after NaN ms. Expected: a number of milliseconds');
      }
      const alarm: Alarm = { dueAt: now() + delayMs, callback, timer: undefined };
      alarms.add(alarm);
      arm(alarm);
      return () => {
        clearTimeout(alarm.timer);
        alarms.delete(alarm);
      };
    },
    advance(byMs) {
      if (!(byMs >= 0 && byMs < Number.POSITIVE_INFINITY)) {
        throw new RangeError(`the clock was to move by ${byMs} ms. Expected: 0 or more; time does not run backwards`);
      }
      const target = now() + byMs;
      for (;;) {
        const next = [...alarms].filter((alarm) => alarm.dueAt <= target).sort((a, b) => a.dueAt - b.dueAt)[0];
        if (!next) break;
        moveTo(next.dueAt);
        fire(next);
      }
      moveTo(target);
      for (const alarm of alarms) arm(alarm);
    },
  };
}
