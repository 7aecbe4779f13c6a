/** Runs what it is given, as many at once as it allows; the others wait, first come, first served. */
export type InFlight = <T>(run: () => Promise<T>) => Promise<T>;

export function createInFlight(most: number): InFlight {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (run) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await run();
    } finally {
      // The place goes on to the next, so that nobody who comes meanwhile takes it.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
