import type { Gateway } from './gateway.ts';

/** A gateway whose requests wait while there is nobody to answer them. */
export interface HoldableGateway {
  readonly gateway: Gateway;
  /** Says who answers; what waits goes on. */
  serve(gateway: Gateway): void;
  /** Requests wait from now on. Resolves when those under way are answered, or with the time. */
  hold(timeoutMs: number): Promise<void>;
}

export function createHoldableGateway(): HoldableGateway {
  let served = Promise.withResolvers<Gateway>();
  let isServed = false;
  let underWay = 0;
  let onQuiet = () => {};
  return {
    async gateway(request) {
      const answer = await served.promise;
      underWay += 1;
      try {
        return await answer(request);
      } finally {
        underWay -= 1;
        if (underWay === 0) onQuiet();
      }
    },
    serve(gateway) {
      isServed = true;
      served.resolve(gateway);
    },
    async hold(timeoutMs) {
      if (isServed) served = Promise.withResolvers();
      isServed = false;
      if (underWay === 0) return;
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        onQuiet = resolve;
        timer = setTimeout(resolve, timeoutMs);
      });
      clearTimeout(timer);
    },
  };
}
