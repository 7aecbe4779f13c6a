import { connect } from 'node:net';

/** A request as it is to appear on the wire: nothing is added but what HTTP itself needs. */
export interface RawRequest {
  readonly method: string;
  /** Path and query, sent as they are. */
  readonly target: string;
  /** Names in the casing to send, in the order to send. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer | undefined;
}

export interface RawResponse {
  readonly status: number;
  /** Header lines as received. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

const timeoutMs = 8000;

/**
 * Sends one request over a connection of its own. HTTP clients fold header names, drop dots and slashes
 * from paths and add headers; here the caller decides.
 *
 * @throws {Error} where the connection ends before the answer is complete.
 */
export function sendRaw(origin: string, request: RawRequest): Promise<RawResponse> {
  const { hostname, port } = new URL(origin);
  const { promise, resolve, reject } = Promise.withResolvers<RawResponse>();
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`no answer within ${timeoutMs} ms`)));
  socket.on('error', reject);
  socket.on('data', (chunk) => {
    chunks.push(chunk);
    const response = parseResponse(Buffer.concat(chunks), request.method);
    if (!response) return;
    resolve(response);
    socket.destroy();
  });
  socket.on('close', () => reject(new Error('the connection ended before the answer was complete')));
  const message = serialize(request, `${hostname}:${port}`);
  socket.on('connect', () => socket.write(message));
  return promise;
}

function serialize({ method, target, headers, body }: RawRequest, host: string): Buffer {
  const given = new Set(headers.map(([name]) => name.toLowerCase()));
  const isChunked = headers.some(([name, value]) => /^transfer-encoding$/i.test(name) && value === 'chunked');
  const lines = [
    ...(given.has('host') ? [] : [['Host', host] as const]),
    ...headers,
    // As every client does: a method that may have a body says how long it is.
    ...(given.has('content-length') || isChunked || (!body && !['POST', 'PUT', 'PATCH'].includes(method))
      ? []
      : [['Content-Length', String(body?.length ?? 0)] as const]),
  ].map(([name, value]) => `${name}: ${value}\r\n`);
  const head = Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`);
  return Buffer.concat([head, isChunked ? chunked(body) : (body ?? Buffer.alloc(0))]);
}

const chunked = (body: Buffer | undefined) =>
  Buffer.concat([
    ...(body ? [Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n')] : []),
    Buffer.from('0\r\n\r\n'),
  ]);

/** The answer, once it is complete. */
function parseResponse(received: Buffer, method: string): RawResponse | undefined {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [statusLine = '', ...lines] = received.subarray(0, end).toString('latin1').split('\r\n');
  const status = Number(statusLine.split(' ')[1]);
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
  });
  const length = headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1];
  const hasBody = method !== 'HEAD' && status !== 204 && status !== 304;
  const expected = hasBody ? Number(length ?? 0) : 0;
  const body = received.subarray(end + 4);
  return body.length < expected ? undefined : { status, headers, body: body.subarray(0, expected) };
}
