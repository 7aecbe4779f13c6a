import { createServer } from 'node:http';
import { createRequire } from 'node:module';

/**
 * `node scripts/bench/bare-server.ts PORT`: the limit. A node:http server that calls the handler in its
 * own thread, checks nothing and logs nothing.
 */
interface HandlerModule {
  readonly handler: (event: object) => Promise<{ statusCode: number; headers: Record<string, string>; body: string }>;
}

const { handler } = createRequire(import.meta.url)('./handler/index.js') as HandlerModule;

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    const body = chunks.length === 0 ? null : Buffer.concat(chunks).toString();
    const { method: httpMethod, url: path, headers } = request;
    const answer = await handler({ httpMethod, path, headers, body, isBase64Encoded: false });
    response.writeHead(answer.statusCode, { ...answer.headers, 'Content-Length': Buffer.byteLength(answer.body) });
    response.end(answer.body);
  });
}).listen(Number(process.argv[2]), '127.0.0.1');

process.once('disconnect', () => process.exit());
