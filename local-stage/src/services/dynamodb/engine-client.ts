import type { ClientRequest, IncomingMessage } from 'node:http';
import { http } from '../../node-http.ts';

/** What the engine answered. */
export interface EngineAnswer {
  readonly status: number;
  readonly body: Buffer;
}

/** Calls a DynamoDB-compatible server over kept connections. */
export interface EngineClient {
  /**
   * @param operation `PutItem`
   * @param document the request's document as JSON text.
   */
  send(operation: string, document: string): Promise<EngineAnswer>;
  /**
   * As `send`, for the stage's own calls.
   *
   * @throws {EngineError} where the answer is an error.
   */
  call(operation: string, input: object): Promise<Readonly<Record<string, unknown>>>;
  close(): void;
}

/** An error that the engine answered. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  /** `ResourceNotFoundException` */
  readonly code: string;
  constructor(operation: string, code: string, message: string) {
    super(`${operation} failed with ${code}: ${message}`);
    this.code = code;
  }
}

/**
 * @param endpoint URL of the server; http or https.
 * @param region goes into the credential scope, by which some servers keep tables apart.
 */
export function createEngineClient(endpoint: string, region: string): EngineClient {
  const url = new URL(endpoint);
  const { Agent, request: open } = url.protocol === 'https:' ? process.getBuiltinModule('node:https') : http;
  const agent = new Agent({ keepAlive: true });
  // Taken apart once: a URL object would be for each request.
  const target = { hostname: url.hostname, port: url.port, path: url.pathname, method: 'POST', agent };
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    // Local engines read the credentials' form and check no signature: the stage has verified the caller's.
    authorization: `AWS4-HMAC-SHA256 Credential=LOCALSTAGE/20260101/${region}/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
    'x-amz-date': '20260101T000000Z',
  };

  const attempt = (operation: string, body: Buffer): Promise<EngineAnswer> =>
    new Promise((resolve, reject) => {
      const request = open(
        {
          ...target,
          headers: { ...headers, 'x-amz-target': `DynamoDB_20120810.${operation}`, 'content-length': body.length },
        },
        (response) => collect(response).then(resolve, reject),
      );
      request.once('error', (error) => {
        if (isStaleConnection(request, error)) attempt(operation, body).then(resolve, reject);
        else reject(new Error(`no answer from the DynamoDB engine at ${endpoint}: ${error.message}`, { cause: error }));
      });
      request.end(body);
    });

  const send: EngineClient['send'] = (operation, document) => attempt(operation, Buffer.from(document));
  return {
    send,
    async call(operation, input) {
      const { status, body } = await send(operation, JSON.stringify(input));
      const document = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
      if (status === 200) return document;
      const code = String(document['__type']).split('#').at(-1) ?? '';
      throw new EngineError(operation, code, String(document['message'] ?? document['Message'] ?? ''));
    },
    close: () => agent.destroy(),
  };
}

function collect(response: IncomingMessage): Promise<EngineAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.once('end', () => resolve({ status: response.statusCode ?? 500, body: Buffer.concat(chunks) }));
    response.once('error', reject);
  });
}

/** A kept connection that the server closed as the request set out: nothing of the request was read. */
const isStaleConnection = (request: ClientRequest, error: NodeJS.ErrnoException): boolean =>
  request.reusedSocket && error.code === 'ECONNRESET' && error.message === 'socket hang up';
