import type { IncomingMessage } from 'node:http';

/** Largest request body that API Gateway takes. ("Quotas for configuring and running an API in API Gateway": 10 MB) */
export const largestBodyBytes = 10 * 1024 * 1024;

const emptyBody = Buffer.alloc(0);

/**
 * Reads a request's body. Past {@link largestBodyBytes} it goes on reading, so that the caller gets its
 * answer instead of a reset, but keeps one byte more than the limit: enough for the gateway's 413.
 *
 * @returns `undefined` if the caller left before the end.
 */
export function readBody(message: IncomingMessage): Promise<Buffer | undefined> | Buffer {
  if (!announcesBody(message.rawHeaders)) return emptyBody;
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let keptBytes = 0;
    message.on('data', (chunk: Buffer) => {
      const room = largestBodyBytes + 1 - keptBytes;
      if (room <= 0) return;
      const kept = chunk.length <= room ? chunk : chunk.subarray(0, room);
      chunks.push(kept);
      keptBytes += kept.length;
    });
    message.on('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, keptBytes)));
    message.on('close', () => resolve(undefined));
    message.on('error', () => resolve(undefined));
  });
}

/** HTTP/1.1: a request has a body only if it says its length or its transfer encoding. */
function announcesBody(rawHeaders: readonly string[]): boolean {
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase();
    if (name === 'transfer-encoding') return true;
    if (name === 'content-length') return rawHeaders[index + 1] !== '0';
  }
  return false;
}
