import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, extname, join } from 'node:path';
import { html, startScript } from './page.ts';

/** The documentation of a running stage, on a page that can call it. */
export interface DocsPage {
  /** `http://localhost:3000` */
  readonly url: string;
  close(): Promise<void>;
}

export interface DocsPageOptions {
  /** Ports to try, in this order; 0 takes any. */
  readonly ports: readonly number[];
  readonly documents: readonly PublishedDocument[];
  /** Values by the security schemes that take them; asked for anew by each page, so that none has expired. */
  readonly credentials: () => Promise<Readonly<Record<string, string>>>;
  /** Origins that the page may call. */
  readonly callable: readonly string[];
}

export interface PublishedDocument {
  readonly name: string;
  readonly title: string;
  /** JSON. */
  readonly text: string;
}

/** Browsers try both for `localhost`; who has one of them only would share the port with somebody else. */
const loopbacks = ['127.0.0.1', '::1'];

interface Content {
  readonly type: string;
  readonly body: string | Buffer;
}

/**
 * Serves the page on the first port that is free.
 *
 * @throws {Error} if none of them is.
 */
export async function serveDocsPage(options: DocsPageOptions): Promise<DocsPage> {
  const files = filesOf(options);
  for (const port of options.ports) {
    const servers = await listenEverywhere(port, (request, response) => {
      void answer(request, response, files, options);
    });
    const [first] = servers;
    if (!first) continue;
    return {
      url: `http://localhost:${(first.address() as AddressInfo).port}`,
      close: async () => {
        await Promise.all(servers.map(closed));
      },
    };
  }
  throw new Error(`the ports ${options.ports.join(', ')} are taken. Expected: a free one for the documentation`);
}

/** @returns one server a loopback address; none if the port is taken on any of them. */
async function listenEverywhere(
  port: number,
  handler: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<readonly Server[]> {
  const servers: Server[] = [];
  for (const host of loopbacks) {
    const server = createServer(handler);
    const [first] = servers;
    const failure = await listening(server, host, first ? (first.address() as AddressInfo).port : port);
    if (failure === undefined) servers.push(server);
    // A host without IPv6 has no second address to be taken.
    if (failure === 'EADDRINUSE' || (failure !== undefined && servers.length === 0)) {
      await Promise.all(servers.map(closed));
      return [];
    }
  }
  return servers;
}

/** @returns the code of what went wrong. */
function listening(server: Server, host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen(port, host, () => resolve(undefined));
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function answer(
  { headers, url = '/', method }: IncomingMessage,
  response: ServerResponse,
  files: ReadonlyMap<string, () => Content>,
  options: DocsPageOptions,
): Promise<void> {
  const path = url.split('?')[0] ?? '/';
  // A foreign name that leads here would otherwise read the credentials.
  if (!/^localhost(:\d+)?$/.test(headers.host ?? '')) return send(response, 421, text('Expected: localhost'), options);
  if (method !== 'GET') return send(response, 405, text('Expected: GET'), options);
  if (path === '/credentials.json') return send(response, ...(await credentialsOf(options)), options);
  const file = files.get(path);
  return file ? send(response, 200, file(), options) : send(response, 404, text('Not found'), options);
}

async function credentialsOf({ credentials }: DocsPageOptions): Promise<[status: number, content: Content]> {
  try {
    return [200, { type: contentTypes['.json'], body: JSON.stringify(await credentials()) }];
  } catch (error) {
    return [503, text(error instanceof Error ? error.message : String(error))];
  }
}

const text = (body: string): Content => ({ type: 'text/plain; charset=utf-8', body });

function send(response: ServerResponse, status: number, { type, body }: Content, { callable }: DocsPageOptions): void {
  response.writeHead(status, {
    'Content-Type': type,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      `connect-src 'self' ${callable.join(' ')}`,
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'none'",
    ].join('; '),
  });
  response.end(body);
}

const contentTypes = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
} as const;

const vendored = ['swagger-ui-bundle.js', 'swagger-ui-standalone-preset.js', 'swagger-ui.css', 'favicon-32x32.png'];

function filesOf({ documents }: DocsPageOptions): ReadonlyMap<string, () => Content> {
  const listed = documents.map(({ name, title }) => ({ name: title, url: `openapi/${name}.json` }));
  const require = createRequire(import.meta.url);
  const swaggerUi = dirname(require.resolve('swagger-ui-dist/package.json'));
  return new Map<string, () => Content>([
    ['/', () => ({ type: 'text/html; charset=utf-8', body: html })],
    ['/start.js', () => ({ type: contentTypes['.js'], body: startScript(listed) })],
    ...documents.map((document): [string, () => Content] => [
      `/openapi/${document.name}.json`,
      () => ({ type: contentTypes['.json'], body: document.text }),
    ]),
    ...vendored.map((name): [string, () => Content] => [
      `/${name}`,
      () => ({
        type: contentTypes[extname(name) as keyof typeof contentTypes],
        body: readFileSync(join(swaggerUi, name)),
      }),
    ]),
  ]);
}
