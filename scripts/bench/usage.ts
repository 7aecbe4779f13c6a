import { readFileSync } from 'node:fs';
import { familyOf, listProcesses } from '../long-run/processes.ts';

/** What a process and those that it has started use, as Linux counts it. */
export interface UsageMeter {
  /** Processor time until now, in milliseconds, of all threads. */
  cpuMs(): number;
  /** Highest resident memory of the family together until now, in megabytes. */
  peakMb(): number;
  stop(): void;
}

/** Each sample starts `ps`, which takes processor time from what is measured: more of them cost a third of a processor. */
const intervalMs = 1000;
/** Clock ticks a second that `/proc` counts in, on every Linux that Node runs on. */
const ticksPerSecond = 100;

export function meterUsage(pid: number): UsageMeter {
  let peakMb = 0;
  const family = () => familyOf(pid, listProcesses());
  const sample = () => {
    peakMb = Math.max(peakMb, family().reduce((total, { residentKb }) => total + residentKb, 0) / 1024);
  };
  const timer = setInterval(sample, intervalMs);
  return {
    cpuMs: () => family().reduce((total, process) => total + cpuMsOf(process.pid), 0),
    peakMb() {
      sample();
      return peakMb;
    },
    stop: () => clearInterval(timer),
  };
}

/** User and system time: fields 14 and 15 of `/proc/<pid>/stat`, the second of which may hold spaces. */
function cpuMsOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
  } catch {
    return 0;
  }
}
