import type { ChildProcess } from 'node:child_process';

/** Longest wait for a contestant that is asked to end, in milliseconds. */
const patienceMs = 5_000;

/** Ends a contestant's process and waits until it is gone; one that has ended by itself is gone already. */
export async function endChild(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  await ended;
  clearTimeout(timer);
}
