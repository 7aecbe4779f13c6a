import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { type Contestant, projectBody, untilFirstAnswer } from './contestant.ts';
import { endChild } from './end-child.ts';
import { freePort } from './free-port.ts';

/** The limit: what Node's own HTTP server does with the same handler, and nothing else. */
export function bareContestant(): Contestant {
  return {
    name: 'bare node:http',
    version: process.version,
    checks: 'nothing: the limit of this machine',
    async start() {
      const port = await freePort();
      const child = spawn(process.execPath, [join(import.meta.dirname, 'bare-server.ts'), String(port)], {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      });
      const url = `http://127.0.0.1:${port}`;
      return {
        pid: child.pid ?? 0,
        answers: untilFirstAnswer(`${url}/health`),
        requests: async () => ({
          REST: {
            method: 'POST',
            url: `${url}/projects`,
            headers: { 'content-type': 'application/json' },
            body: projectBody,
          },
          HTTP: { method: 'GET', url: `${url}/contacts`, headers: {} },
        }),
        stop: () => endChild(child, 'SIGTERM'),
      };
    },
  };
}
