import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { http } from '../node-http.ts';
import type { Gateway, GatewayRequest, GatewayResponse } from './gateway.ts';
import { readBody } from './request-body.ts';

export interface ListenOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** @default 127.0.0.1 */
  readonly host?: string;
  /** Told of a gateway that threw: a defect of the stage. @default writes to standard error */
  readonly onDefect?: (error: unknown) => void;
}

export interface ListeningServer {
  readonly port: number;
  /** Stops listening and ends every connection, idle or open. */
  close(): Promise<void>;
}

/** Longer than the pause between a client's requests, so that a reused connection is rarely one just closed. */
const keepAliveMs = 60_000;

/**
 * Serves a gateway over HTTP/1.1.
 *
 * @throws Error naming the port, if it is taken.
 */
export function listen(gateway: Gateway, options: ListenOptions): Promise<ListeningServer> {
  const { port, host = '127.0.0.1', onDefect = reportDefect } = options;
  const answer = (message: IncomingMessage, response: ServerResponse) => {
    serve(gateway, message, response).catch((error: unknown) => {
      onDefect(error);
      sendDefect(response);
    });
  };
  const server = http.createServer({ keepAliveTimeout: keepAliveMs }, answer);
  // Node by itself answers 417 to an Expect header that it does not know.
  server.on('checkExpectation', answer);
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(explainListenError(error, host, port)));
    server.listen(port, host, () => {
      resolve({ port: (server.address() as AddressInfo).port, close: () => closeServer(server) });
    });
  });
}

async function serve(gateway: Gateway, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(message);
  // The caller left before the end of its request: nobody is there to answer.
  if (body === undefined) return;
  send(response, await gateway(toGatewayRequest(message, body)));
}

function toGatewayRequest(message: IncomingMessage, body: Buffer): GatewayRequest {
  return {
    method: message.method ?? 'GET',
    target: toOriginForm(message.url ?? '/'),
    headers: pairHeaders(message.rawHeaders),
    body,
    sourceIp: (message.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
    protocol: `HTTP/${message.httpVersion}`,
  };
}

/** A proxy's client sends `http://host/path`; a gateway sees `/path`. */
function toOriginForm(target: string): string {
  if (target.startsWith('/')) return target;
  const withoutOrigin = target.replace(/^https?:\/\/[^/?]*/i, '');
  return withoutOrigin.startsWith('/') ? withoutOrigin : `/${withoutOrigin}`;
}

function pairHeaders(rawHeaders: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    pairs.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
  }
  return pairs;
}

function send(response: ServerResponse, { status, headers, body }: GatewayResponse): void {
  const rawHeaders: string[] = [];
  let hasLength = false;
  for (const [name, value] of headers) {
    rawHeaders.push(name, value);
    hasLength ||= name.toLowerCase() === 'content-length';
  }
  if (!hasLength && mayHaveBody(status)) rawHeaders.push('Content-Length', String(body.length));
  response.writeHead(status, rawHeaders);
  response.end(body);
}

const mayHaveBody = (status: number) => status >= 200 && status !== 204 && status !== 304;

function sendDefect(response: ServerResponse): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = Buffer.from('{"message":"Internal Server Error"}');
  send(response, { status: 500, headers: [['Content-Type', 'application/json']], body });
}

function reportDefect(error: unknown): void {
  console.error('a gateway threw, which is a defect of the local stage:', error);
}

function explainListenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code !== 'EADDRINUSE') return error;
  return new Error(`port ${port} of ${host} is taken by another process. Stop that process, or name another port`, {
    cause: error,
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
