import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MetFault } from '../faults.ts';
import { http } from '../node-http.ts';
import { type Dispatching, dispatch, type Exchange } from './dispatch.ts';
import { errorOf, type RenderedError } from './error-of.ts';
import { BodyTooLong, RequestAborted } from './request-reader.ts';
import { AwsError, type Caller, internalFailure, type ServiceResponse } from './service.ts';
import { renderUnrouted } from './unrouted.ts';

/** The AWS endpoint of a stage: one port on which every service answers. */
export interface AwsEndpoint {
  readonly port: number;
  /** `http://127.0.0.1:4002`: what `AWS_ENDPOINT_URL` names. */
  readonly origin: string;
  /** Says who answers. Until then each request gets 503 ServiceUnavailable. */
  serve(options: EndpointOptions): void;
  /** Nobody answers, until somebody serves again. */
  suspend(): void;
  /** Stops listening and drops every connection. */
  close(): Promise<void>;
}

export interface EndpointOptions extends Omit<Dispatching, 'onDefect'> {
  /** Called once a request, when its answer is known. */
  readonly onRequest?: (record: EndpointRecord) => void;
  /** Told of a defect of the stage, whose caller gets an InternalFailure. @default written to stderr */
  readonly onDefect?: (defect: unknown, requestId: string) => void;
}

/** What was asked of the endpoint and what it answered. */
export interface EndpointRecord {
  readonly requestId: string;
  /** `sqs`; absent where no service could be found. */
  readonly service: string | undefined;
  readonly method: string;
  readonly path: string;
  /** `X-Amz-Target`, where the protocol has it. */
  readonly target: string | undefined;
  /** `SendMessage`; absent for what is no operation, such as a preflight, and what was refused before. */
  readonly operation: string | undefined;
  readonly caller: Caller | null;
  /** `X-Amzn-Trace-Id`, which the AWS SDK sends from a function. */
  readonly traceHeader: string | undefined;
  /** The fault that the request met. */
  readonly met: MetFault | undefined;
  /** Absent where the connection was closed without an answer. */
  readonly status: number | undefined;
  readonly error: RenderedError | undefined;
  readonly startedAt: number;
  readonly durationMs: number;
}

/**
 * Listens on 127.0.0.1.
 *
 * @param port 0 takes a free one.
 */
export async function listenEndpoint(port: number): Promise<AwsEndpoint> {
  let options: EndpointOptions | undefined;
  const server = http.createServer((message, response) => {
    void answer(message, response, options);
  });
  // Longer than AWS SDKs keep an idle connection, so that none is closed under a request.
  server.keepAliveTimeout = 120_000;
  server.requestTimeout = 0;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: boundPort } = server.address() as AddressInfo;
  return {
    port: boundPort,
    origin: `http://127.0.0.1:${boundPort}`,
    serve: (given) => {
      options = given;
    },
    suspend: () => {
      options = undefined;
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  message: IncomingMessage,
  response: ServerResponse,
  options: EndpointOptions | undefined,
): Promise<void> {
  const requestId = randomUUID();
  try {
    if (!options) {
      message.resume();
      send(response, renderUnrouted(startingUp(), requestId, message), message);
      return;
    }
    const exchange = await dispatch(message, requestId, { onDefect: writeDefect, ...options });
    response.setHeader('date', new Date(options.clock.now()).toUTCString());
    if (exchange.response) send(response, exchange.response, message);
    else response.destroy();
    report(exchange, message, requestId, options);
  } catch (failure) {
    if (failure instanceof RequestAborted) return;
    response.setHeader('connection', 'close');
    if (!(failure instanceof BodyTooLong)) (options?.onDefect ?? writeDefect)(failure, requestId);
    send(response, renderUnrouted(refusalOf(failure), requestId, message), message);
  }
}

function send(response: ServerResponse, { status, headers, body }: ServiceResponse, message: IncomingMessage): void {
  if (response.destroyed) return;
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const names = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  const isBodiless = message.method === 'HEAD' || status === 204 || status === 304;
  const length = isBodiless || names.has('content-length') ? {} : { 'content-length': String(bytes.length) };
  response.writeHead(status, { ...headers, ...length });
  response.end(isBodiless ? undefined : bytes);
}

function report(exchange: Exchange, message: IncomingMessage, requestId: string, options: EndpointOptions): void {
  const { service, operation, caller, met, response, startedAt, begunAt } = exchange;
  options.onRequest?.({
    requestId,
    service: service?.signingName,
    method: message.method ?? 'GET',
    path: (message.url ?? '/').split('?')[0] ?? '/',
    target: headerOf(message, 'x-amz-target'),
    operation,
    caller,
    traceHeader: headerOf(message, 'x-amzn-trace-id'),
    met,
    status: response?.status,
    error: response && errorOf(response),
    startedAt,
    durationMs: performance.now() - begunAt,
  });
}

function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}

const startingUp = () => new AwsError('ServiceUnavailable', 'The stage is starting: its services are not up yet.', 503);

const refusalOf = (failure: unknown) =>
  failure instanceof BodyTooLong ? new AwsError('RequestEntityTooLarge', failure.message, 413) : internalFailure();

function writeDefect(defect: unknown, requestId: string): void {
  process.stderr.write(`request ${requestId}: ${defect instanceof Error ? defect.stack : String(defect)}\n`);
}
