import { Agent, request } from 'node:http';

/** A request as it goes over the wire. */
export interface WireRequest {
  readonly method: string;
  readonly origin: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
  readonly isChunked: boolean;
}

export interface Answer {
  /** `dropped`: the connection ended before an answer; `hung`: no answer within the bound. */
  readonly status: number | 'dropped' | 'hung';
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Longest that an answer may take, in milliseconds: an authorizer's and an integration's 29 seconds, and some for the way. */
const answerBoundMs = 70_000;

export interface Wire {
  /** Never rejects: what goes wrong on the way is an answer too. */
  send(wired: WireRequest): Promise<Answer>;
  close(): void;
}

/** Connections that are kept, so many at once for each of the stage's servers. */
export function createWire(connections: number): Wire {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return { send: (wired) => send(agent, wired), close: () => agent.destroy() };
}

function send(agent: Agent, { method, origin, target, headers, body, isChunked }: WireRequest): Promise<Answer> {
  const { hostname, port } = new URL(origin);
  const length =
    body === undefined
      ? {}
      : isChunked
        ? { 'Transfer-Encoding': 'chunked' }
        : { 'Content-Length': String(body.length) };
  return new Promise((resolve) => {
    const failed = (status: 'dropped' | 'hung', why: string) =>
      resolve({ status, headers: {}, body: Buffer.from(why) });
    const sent = request(
      { agent, host: hostname, port, method, path: target, headers: { ...headers, ...length }, timeout: answerBoundMs },
      (message) => {
        const chunks: Buffer[] = [];
        message.on('data', (chunk: Buffer) => chunks.push(chunk));
        message.on('error', (error) => failed('dropped', error.message));
        message.on('end', () =>
          resolve({ status: message.statusCode ?? 0, headers: joined(message.headers), body: Buffer.concat(chunks) }),
        );
      },
    );
    sent.on('timeout', () => {
      failed('hung', `no answer within ${answerBoundMs} ms`);
      sent.destroy();
    });
    sent.on('error', (error) => failed('dropped', error.message));
    sent.end(body);
  });
}

/** The id that either kind of gateway gives. */
export const requestIdOf = ({ headers }: Answer): string | undefined =>
  headers['x-amzn-requestid'] ?? headers['apigw-requestid'];

const joined = (headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

/** The request as a command that sends it again. */
export function curlOf({ method, origin, target, headers, body, isChunked }: WireRequest): string {
  const words = [
    `curl --path-as-is -i -X ${method} ${quoted(`${origin}${target}`)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(isChunked ? [`-H 'Transfer-Encoding: chunked'`] : []),
    ...(body === undefined ? [] : [`--data-binary ${quotedBytes(body)}`]),
  ];
  return words.join(' \\\n    ');
}

/** As one word of a shell; `$'...'` where there are characters that would not be seen. */
function quoted(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return `'${text.replaceAll("'", "'\\''")}'`;
  return quotedBytes(Buffer.from(text, 'latin1'));
}

function quotedBytes(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1');
  if (/^[\x20-\x7e]*$/.test(text)) return `'${text.replaceAll("'", "'\\''")}'`;
  const escaped = text.replaceAll(
    /[^\x20-\x26\x28-\x5b\x5d-\x7e]/g,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return `$'${escaped}'`;
}
