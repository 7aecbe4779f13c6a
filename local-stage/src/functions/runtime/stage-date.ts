/**
 * Makes the thread's `Date` tell the stage's time, also after the stage's clock was moved: what a
 * handler signs, issues or compares then agrees with what the stage verifies. Timers and
 * `performance.now()` count the host's time.
 *
 * @param now the stage's time, in milliseconds since the epoch.
 */
export function installStageDate(now: () => number): void {
  const HostDate = Date;
  // The host's own function stays the prototype's owner: dates that Node itself makes are instances too.
  const StageDate = new Proxy(HostDate, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new HostDate(now()).toString(),
  });
  HostDate.now = now;
  HostDate.prototype.constructor = StageDate;
  globalThis.Date = StageDate;
}
