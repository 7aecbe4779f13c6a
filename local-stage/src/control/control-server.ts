import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PortTaken } from '../listeners.ts';
import { http } from '../node-http.ts';
import { ControlError } from './control-error.ts';
import type { ControlRoutes } from './routes.ts';
import { answerControl } from './routing.ts';

/** The control API of a stage, listening. */
export interface ControlServer {
  /** `http://127.0.0.1:4003` */
  readonly url: string;
  close(): Promise<void>;
}

/** Longest body, in bytes; a rule has some hundreds. */
const longestBodyBytes = 64 * 1024;

/**
 * Serves the control API on 127.0.0.1.
 *
 * @param port 0 takes a free one.
 * @throws {PortTaken}
 */
export async function listenControl(port: number, routes: ControlRoutes): Promise<ControlServer> {
  const server = http.createServer((message, response) => void respond(message, response, routes));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening').catch((error: unknown) => {
    throw isTaken(error) ? portTaken(port, error) : error;
  });
  const { port: boundPort } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${boundPort}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function respond(message: IncomingMessage, response: ServerResponse, routes: ControlRoutes): Promise<void> {
  try {
    assertNoWebPage(message);
    const { status = 200, document } = answerControl(routes, {
      method: message.method ?? 'GET',
      url: new URL(message.url ?? '/', 'http://127.0.0.1'),
      body: await readDocument(message),
    });
    send(response, status, document);
  } catch (error) {
    const { status, message: text, expected } = ControlError.from(error);
    send(response, status, { message: text, ...(expected && { expected }) });
  }
}

/** A page in the developer's browser must not reach what changes the stage and shows its logs, by any name of this host. */
function assertNoWebPage({ headers }: IncomingMessage): void {
  const { hostname } = URL.parse(`http://${headers.host}`) ?? { hostname: '' };
  if (headers.origin === undefined && ['127.0.0.1', 'localhost'].includes(hostname)) return;
  throw new ControlError(403, 'the control API is not for web pages. Expected: Host 127.0.0.1 or localhost, no Origin');
}

async function readDocument(message: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // What is too long is read to its end all the same, so that its sender reads the answer.
    if (bytes <= longestBodyBytes) chunks.push(chunk);
  }
  if (bytes > longestBodyBytes) throw new ControlError(413, `the body is longer than ${longestBodyBytes} bytes`);
  if (bytes === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (error) {
    throw new ControlError(400, `the body is no JSON: ${error instanceof Error ? error.message : error}`);
  }
}

function send(response: ServerResponse, status: number, document: unknown): void {
  const body = document === undefined ? '' : `${JSON.stringify(document, null, 2)}\n`;
  response.writeHead(status, {
    ...(body !== '' && { 'content-type': 'application/json' }),
    'cache-control': 'no-store',
  });
  response.end(body);
}

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

const portTaken = (port: number, cause: unknown) =>
  new PortTaken(
    `port ${port} is in use; the control API needs it. Stop the process that listens there, or choose another with --control-port`,
    { cause },
  );
