/**
 * How many execution environments, over all functions, are at work at once. Invocations that wait for
 * nothing but a processor, as those that call the stage's own services mostly do, are the faster the
 * fewer threads they have: each thread compiles the same code for itself, and they take the processor
 * from each other. Those that wait for something else need one each, and get it as soon as processors
 * are seen to have time to spare.
 */
export interface WorkLimit {
  /** Whether one more may begin. */
  hasRoom(): boolean;
  begin(): void;
  end(): void;
  /** Tells a function whose invocations wait whenever something may have changed for them. */
  wait(waiter: Waiter): void;
  leave(waiter: Waiter): void;
  close(): void;
}

/** A function whose invocations wait for an execution environment. */
export interface Waiter {
  /** There may be room. */
  proceed(): void;
  /** One of its own environments was not enough: it may start more, as far as there is room. */
  grow(): void;
  /** For how long none of its invocations has begun or ended while others waited, in milliseconds. */
  stalledMs(): number;
}

export interface WorkLimitOptions {
  /** Least that may be at work at once. */
  readonly processors: number;
  /** Share of their time that processors had to spare since it was asked last, 0 to 1. */
  readonly spareTime: () => number;
}

/** Milliseconds between two looks at the processors while something waits; the system counts in ticks of 10. */
const lookMs = 20;
/** From this share on, others can work beside those who do. */
const spareEnough = 0.4;
/** So long, in milliseconds, a function waits where processors have no time to spare: less than a thread's start takes then. */
const patienceMs = 300;

export function createWorkLimit({ processors, spareTime }: WorkLimitOptions): WorkLimit {
  /** In the order of their turns. */
  const waiters = new Set<Waiter>();
  let limit = processors;
  let working = 0;
  let raisedAt = 0;
  let timer: NodeJS.Timeout | undefined;

  /** Nobody waits for ever: those at work may themselves wait for one who does. */
  const longestStalled = (): Waiter | undefined => {
    if (performance.now() - raisedAt < patienceMs) return undefined;
    const [longest] = [...waiters].sort((a, b) => b.stalledMs() - a.stalledMs());
    return longest && longest.stalledMs() >= patienceMs ? longest : undefined;
  };
  const raise = (to: number, whom: Iterable<Waiter>) => {
    limit = Math.max(limit, to);
    for (const waiter of whom) {
      waiter.proceed();
      waiter.grow();
    }
  };
  const look = () => {
    timer = undefined;
    if (spareTime() >= spareEnough) raise(working * 2, [...waiters]);
    else {
      limit = Math.max(processors, Math.min(limit, working) - 1);
      const longest = longestStalled();
      if (longest) {
        raisedAt = performance.now();
        raise(working + 1, [longest]);
      }
    }
    if (waiters.size > 0) watch();
  };
  // Answers that have come in while this thread was busy are read before a judgement.
  const watch = () => {
    timer ??= setTimeout(() => setImmediate(look), lookMs);
  };

  return {
    hasRoom: () => working < limit,
    begin() {
      working += 1;
    },
    end() {
      working -= 1;
      for (const waiter of [...waiters]) {
        if (working >= limit) return;
        waiter.proceed();
      }
    },
    wait(waiter) {
      // To the end of the line.
      waiters.delete(waiter);
      if (!timer) spareTime();
      waiters.add(waiter);
      watch();
    },
    leave: (waiter) => void waiters.delete(waiter),
    close() {
      waiters.clear();
      clearTimeout(timer);
    },
  };
}
