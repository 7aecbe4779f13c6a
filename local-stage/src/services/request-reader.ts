import type { IncomingMessage } from 'node:http';
import type { SignedRequest } from './iam/signature-verifier.ts';

/** Longest body that a service of the stage takes, in bytes. */
const longestBodyBytes = 64 * 1024 * 1024;

/** The caller's body is longer than the stage takes. */
export class BodyTooLong extends Error {
  override readonly name = 'BodyTooLong';
}

/** The caller went away before its request was complete. */
export class RequestAborted extends Error {
  override readonly name = 'RequestAborted';
}

/**
 * Reads a whole request, with its parts as they were sent.
 *
 * @throws {BodyTooLong | RequestAborted}
 */
export async function readRequest(message: IncomingMessage): Promise<SignedRequest> {
  const target = message.url ?? '/';
  const question = target.indexOf('?');
  return {
    method: message.method ?? 'GET',
    path: question < 0 ? target : target.slice(0, question),
    rawQuery: question < 0 ? '' : target.slice(question + 1),
    headers: joinHeaders(message),
    body: await readBody(message),
  };
}

/** Repeated headers are signed as one, joined by commas without a space. */
function joinHeaders(message: IncomingMessage): Record<string, string> {
  const { rawHeaders } = message;
  const headers: Record<string, string> = {};
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    const value = (rawHeaders[index + 1] ?? '').trim();
    const earlier = headers[name];
    headers[name] = earlier === undefined ? value : `${earlier},${value}`;
  }
  return headers;
}

function readBody(message: IncomingMessage): Promise<Buffer> {
  const declared = Number(message.headers['content-length'] ?? 0);
  if (declared > longestBodyBytes) return Promise.reject(tooLong());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    message.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > longestBodyBytes) reject(tooLong());
      else chunks.push(chunk);
    });
    message.on('end', () => {
      const [only] = chunks;
      resolve(chunks.length === 1 && only ? only : Buffer.concat(chunks));
    });
    message.on('error', () => reject(new RequestAborted('the request ended before its body was complete')));
    message.on('close', () => {
      if (!message.complete) reject(new RequestAborted('the connection closed before the body was complete'));
    });
  });
}

const tooLong = () => new BodyTooLong(`the body is longer than the ${longestBodyBytes} bytes that the stage takes`);
