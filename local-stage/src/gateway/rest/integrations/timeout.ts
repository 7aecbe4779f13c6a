import type { Clock } from '../../../clock.ts';

export const timedOut = Symbol('the integration took longer than its timeout');

/** What `work` gives, or {@link timedOut} once `timeoutMs` of the stage's time have passed; the work goes on. */
export function withTimeout<T>(work: Promise<T>, timeoutMs: number, clock: Clock): Promise<T | typeof timedOut> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(timeoutMs, () => resolve(timedOut));
    work.then(resolve, reject).finally(cancel);
  });
}
