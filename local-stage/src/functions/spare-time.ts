import { availableParallelism, cpus } from 'node:os';

/**
 * @returns a meter that tells which share of its time the scarcest processor had to spare since it was
 * asked last, 0 to 1: the machine's processors, those that this process may use, or its main thread,
 * which serves whatever functions call.
 */
export function createSpareTimeMeter(): () => number {
  let before = readTimes();
  return () => {
    const now = readTimes();
    const elapsed = now.ms - before.ms;
    const machine = (now.idleTicks - before.idleTicks) / Math.max(now.ticks - before.ticks, 1);
    const own = 1 - (now.usedMs - before.usedMs) / (elapsed * processors);
    const mainThread = (now.loopIdleMs - before.loopIdleMs) / elapsed;
    before = now;
    return Math.min(machine, own, mainThread);
  };
}

const processors = availableParallelism();

function readTimes() {
  const { user, system } = process.cpuUsage();
  const machine = { idleTicks: 0, ticks: 0 };
  for (const { times } of cpus()) {
    machine.idleTicks += times.idle;
    machine.ticks += times.user + times.nice + times.sys + times.irq + times.idle;
  }
  return {
    ...machine,
    ms: performance.now(),
    usedMs: (user + system) / 1000,
    loopIdleMs: performance.eventLoopUtilization().idle,
  };
}
