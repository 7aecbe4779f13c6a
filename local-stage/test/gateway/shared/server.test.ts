import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { Gateway, GatewayRequest, GatewayResponse } from '../../../src/gateway/gateway.ts';
import { largestBodyBytes } from '../../../src/gateway/request-body.ts';
import { type ListeningServer, type ListenOptions, listen } from '../../../src/gateway/server.ts';

const servers: ListeningServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(gateway: Gateway, options: Partial<ListenOptions> = {}) {
  const server = await listen(gateway, { port: 0, ...options });
  servers.push(server);
  return { ...server, url: `http://127.0.0.1:${server.port}` };
}

const plain = (text: string, status = 200): GatewayResponse => ({ status, headers: [], body: Buffer.from(text) });

/** Sends bytes as they are and gives what comes back until the server has answered and closed. */
function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let received = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      received += chunk;
    });
    socket.on('end', () => resolve(received));
    socket.on('error', reject);
  });
}

test('the gateway sees the request as it was sent', async () => {
  const requests: GatewayRequest[] = [];
  const { port } = await serve(async (request) => {
    requests.push(request);
    return plain('');
  });
  await exchange(
    port,
    'POST /a%20b?x=1&x=2 HTTP/1.1\r\nHost: here\r\nX-MiXeD: 1\r\nx-mixed: 2\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody',
  );
  expect(requests).toEqual([
    {
      method: 'POST',
      target: '/a%20b?x=1&x=2',
      headers: [
        ['Host', 'here'],
        ['X-MiXeD', '1'],
        ['x-mixed', '2'],
        ['Content-Length', '4'],
        ['Connection', 'close'],
      ],
      body: Buffer.from('body'),
      sourceIp: '127.0.0.1',
      protocol: 'HTTP/1.1',
    },
  ]);
});

test('a chunked body is put together; a target with an origin loses it', async () => {
  const { port } = await serve(async ({ target, body }) => plain(`${target} ${body.toString()}`));
  const answer = await exchange(
    port,
    'POST http://here/x HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n',
  );
  expect(answer).toMatch(/\/x abc$/);
});

test('response headers go out as given, repeats and all', async () => {
  const { port } = await serve(async () => ({
    status: 201,
    headers: [
      ['Set-Cookie', 'a=1'],
      ['X-CaSe', 'x'],
      ['Set-Cookie', 'b=2'],
    ],
    body: Buffer.from('done'),
  }));
  const answer = await exchange(port, 'GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n');
  expect(answer).toMatch(
    /^HTTP\/1\.1 201 Created\r\nSet-Cookie: a=1\r\nX-CaSe: x\r\nSet-Cookie: b=2\r\nContent-Length: 4\r\n/,
  );
  expect(answer).toMatch(/\r\n\r\ndone$/);
});

test('HEAD and 204 have no body, HEAD the length of one', async () => {
  const { port } = await serve(async ({ method }) => plain('four', method === 'HEAD' ? 200 : 204));
  const head = await exchange(port, 'HEAD / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n');
  expect(head).toContain('Content-Length: 4\r\n');
  expect(head).toMatch(/\r\n\r\n$/);
  const empty = await exchange(port, 'DELETE / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n');
  expect(empty.toLowerCase()).not.toContain('content-length');
  expect(empty).toMatch(/^HTTP\/1\.1 204 /);
  expect(empty).toMatch(/\r\n\r\n$/);
});

test('a connection is kept for further requests', async () => {
  const { port } = await serve(async ({ target }) => plain(target));
  const answer = await exchange(
    port,
    'POST /1 HTTP/1.1\r\nHost: here\r\nContent-Length: 2\r\n\r\nab' +
      'GET /2 HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n',
  );
  expect(answer).toContain('\r\n\r\n/1');
  expect(answer).toMatch(/\r\n\r\n\/2$/);
});

test('a body above the limit still reaches the gateway, cut one byte above it', async () => {
  const { url } = await serve(async ({ body }) => plain(String(body.length), 413));
  for (const bytes of [largestBodyBytes, largestBodyBytes + 1, largestBodyBytes + 5_000_000]) {
    const response = await fetch(url, { method: 'POST', body: Buffer.alloc(bytes) });
    expect(response.status).toBe(413);
    expect(await response.text()).toBe(String(Math.min(bytes, largestBodyBytes + 1)));
  }
});

test('a gateway that throws is a 500 that tells the caller nothing', async () => {
  const defects: unknown[] = [];
  const failure = new Error('secret');
  const { url } = await serve(
    async () => {
      throw failure;
    },
    { onDefect: (error) => defects.push(error) },
  );
  const response = await fetch(url);
  expect([response.status, await response.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
  expect(defects).toEqual([failure]);
});

test('an answer that HTTP cannot carry is a 500 too', async () => {
  const defects: unknown[] = [];
  const { url } = await serve(async () => ({ status: 200, headers: [['a', 'b\nc']], body: Buffer.alloc(0) }), {
    onDefect: (error) => defects.push(error),
  });
  expect((await fetch(url)).status).toBe(500);
  expect(defects).toHaveLength(1);
});

test('a caller that leaves in the middle of its body is not passed on', async () => {
  let calls = 0;
  const { port, url } = await serve(async () => {
    calls += 1;
    return plain('ok');
  });
  await new Promise<void>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write('POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 100\r\n\r\npart', () => socket.destroy());
    });
    socket.on('close', () => resolve());
  });
  expect(await (await fetch(url)).text()).toBe('ok');
  expect(calls).toBe(1);
});

test('a port that is taken is named', async () => {
  const { port } = await serve(async () => plain(''));
  await expect(listen(async () => plain(''), { port })).rejects.toThrow(`port ${port} of 127.0.0.1 is taken`);
});

test('close ends connections that are idle and those that wait for an answer', async () => {
  const asked = Promise.withResolvers<void>();
  const { port, close } = await serve(() => {
    asked.resolve();
    return new Promise(() => undefined);
  });
  const ended = (text: string) =>
    exchange(port, text).then(
      () => 'ended',
      () => 'ended',
    );
  const idle = ended('');
  const waiting = ended('GET / HTTP/1.1\r\nHost: here\r\n\r\n');
  await asked.promise;
  await close();
  expect(await Promise.all([idle, waiting])).toEqual(['ended', 'ended']);
});

test('an expectation that HTTP does not know is for the gateway to judge', async () => {
  const { port } = await serve(async ({ headers }) => plain(JSON.stringify(headers.at(-1))));
  const answer = await exchange(port, 'GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\nExpect: x\r\n\r\n');
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(answer).toMatch(/\["Expect","x"\]$/);
});
