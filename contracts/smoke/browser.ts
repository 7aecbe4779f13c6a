import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { selfSigned } from './testing/self-signed.ts';

const usualNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Chromium's path: `$CHROMIUM`, or the first on the path; nothing where there is none. */
export function findBrowser(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  if (environment['CHROMIUM']) return environment['CHROMIUM'];
  const folders = (environment['PATH'] ?? '').split(delimiter);
  return usualNames.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @param more arguments for Chromium's command line. */
export const launchBrowser = (executablePath: string, more: readonly string[] = []): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', ...more],
  });

export interface PagesOfOrigins {
  readonly browser: Browser;
  close(): Promise<void>;
}

/**
 * A browser in which each of these origins has an empty page, whoever else listens at its port: a
 * server on a free port stands in for it. Nothing is intercepted, so that preflights are the browser's.
 */
export async function openPages(executablePath: string, origins: readonly string[]): Promise<PagesOfOrigins> {
  const servers = await Promise.all(origins.map(serveOrigin));
  const rules = servers.map(({ host, port }) => `MAP ${host} 127.0.0.1:${port}`);
  const browser = await launchBrowser(executablePath, [
    `--host-resolver-rules=${rules.join(', ')}`,
    '--ignore-certificate-errors',
    // A stage on this host is no business of these pages, unless somebody were asked.
    '--disable-features=LocalNetworkAccessChecks',
  ]);
  return {
    browser,
    async close() {
      await browser.close();
      for (const { server } of servers) server.close();
    },
  };
}

/** @returns the server, its port, and the host and port that it stands in for. */
async function serveOrigin(origin: string): Promise<{ server: Server; host: string; port: number }> {
  const { protocol, hostname, port } = new URL(origin);
  const answer: RequestListener = (_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>A page</title>');
  };
  const server = protocol === 'https:' ? createSecureServer(selfSigned(), answer) : createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const usualPort = protocol === 'https:' ? '443' : '80';
  return { server, host: `${hostname}:${port || usualPort}`, port: (server.address() as AddressInfo).port };
}
