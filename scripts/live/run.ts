import { spawn } from 'node:child_process';

/**
 * @param env of the command. @default this process's own
 * @returns what a command printed if it failed; nothing otherwise.
 */
export function run(command: string, args: readonly string[], env = process.env): Promise<readonly string[]> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
    const printed: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => printed.push(chunk));
    child.once('error', (error) => resolve([error.message]));
    child.once('close', (code) => {
      const lines = Buffer.concat(printed).toString().trim().split('\n');
      resolve(code === 0 ? [] : lines);
    });
  });
}
