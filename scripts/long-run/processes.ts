import { execFileSync } from 'node:child_process';

export interface ProcessInfo {
  readonly pid: number;
  readonly parentPid: number;
  /** Resident memory, in kilobytes. */
  readonly residentKb: number;
  readonly command: string;
}

/** Every process of the host, by `ps`, which POSIX systems have. */
export function listProcesses(): readonly ProcessInfo[] {
  const text = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss=,comm='], { encoding: 'utf8' });
  return text.split('\n').flatMap((line) => {
    const [, pid, parentPid, residentKb, command = ''] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    if (pid === undefined) return [];
    return [{ pid: Number(pid), parentPid: Number(parentPid), residentKb: Number(residentKb), command }];
  });
}

/** A process and all that it has started. */
export function familyOf(pid: number, processes: readonly ProcessInfo[]): readonly ProcessInfo[] {
  const children = processes.filter(({ parentPid }) => parentPid === pid);
  return [
    ...processes.filter((process) => process.pid === pid),
    ...children.flatMap((child) => familyOf(child.pid, processes)),
  ];
}
