import { request } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { type DocsPage, type DocsPageOptions, serveDocsPage } from './server.ts';

const options: DocsPageOptions = {
  ports: [0],
  documents: [{ name: 'task-api', title: 'Task API', text: '{"openapi":"3.1.1"}' }],
  credentials: () => Promise.resolve({ userToken: 'a.b.c' }),
  callable: ['http://127.0.0.1:4000'],
};

const open: DocsPage[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((page) => page.close()));
});

async function serve(changes: Partial<DocsPageOptions> = {}): Promise<DocsPage> {
  const page = await serveDocsPage({ ...options, ...changes });
  open.push(page);
  return page;
}

const portOf = ({ url }: DocsPage) => Number(new URL(url).port);

interface Got {
  readonly status: number | undefined;
  readonly type: string | undefined;
  readonly policy: string | undefined;
  readonly body: string;
}

/** Asks on one address under any name, as no `fetch` does. */
function get(
  page: DocsPage,
  path: string,
  { host = `localhost:${portOf(page)}`, address = '127.0.0.1', method = 'GET' } = {},
) {
  return new Promise<Got>((resolve, reject) => {
    const asked = request({ host: address, port: portOf(page), path, method, headers: { host } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode,
          type: response.headers['content-type'],
          policy: response.headers['content-security-policy'] as string | undefined,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    asked.on('error', reject).end();
  });
}

describe('the page', () => {
  test('needs nothing but this server and the stage', async () => {
    const page = await serve();
    const { status, body, policy } = await get(page, '/');
    expect(status).toBe(200);
    const parts = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => String(path));
    expect(parts).toHaveLength(5);
    for (const path of parts) expect((await get(page, `/${path}`)).status).toBe(200);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self' http://127.0.0.1:4000;");
  });

  test('lists the documents, and has each', async () => {
    const page = await serve();
    expect((await get(page, '/start.js')).body).toContain('"url": "openapi/task-api.json"');
    expect(await get(page, '/openapi/task-api.json')).toMatchObject({
      status: 200,
      type: 'application/json',
      body: '{"openapi":"3.1.1"}',
    });
  });

  test('gets the credentials of the moment', async () => {
    let asked = 0;
    const page = await serve({ credentials: () => Promise.resolve({ userToken: `token ${++asked}` }) });
    expect((await get(page, '/credentials.json')).body).toBe('{"userToken":"token 1"}');
    expect((await get(page, '/credentials.json')).body).toBe('{"userToken":"token 2"}');
  });

  test('says why there are no credentials', async () => {
    const page = await serve({ credentials: () => Promise.reject(new Error('the stage is gone')) });
    expect(await get(page, '/credentials.json')).toMatchObject({ status: 503, body: 'the stage is gone' });
  });
});

describe('the server', () => {
  test.each(['evil.example', '127.0.0.1', 'localhost.evil.example'])('answers nobody who calls it %s', async (host) => {
    const page = await serve();
    for (const path of ['/', '/credentials.json']) expect((await get(page, path, { host })).status).toBe(421);
  });

  test('has no other paths and no other methods', async () => {
    const page = await serve();
    expect((await get(page, '/../package.json')).status).toBe(404);
    expect((await get(page, '/swagger-ui.js')).status).toBe(404);
    expect((await get(page, '/', { method: 'POST' })).status).toBe(405);
  });

  test('takes the next port where one is taken', async () => {
    const first = await serve();
    const second = await serve({ ports: [portOf(first), 0] });
    expect(portOf(second)).not.toBe(portOf(first));
    expect((await get(second, '/')).status).toBe(200);
  });

  test('says so where all ports are taken', async () => {
    const port = portOf(await serve());
    await expect(serveDocsPage({ ...options, ports: [port] })).rejects.toThrow(`the ports ${port} are taken`);
  });

  test('is gone once it is closed', async () => {
    const page = await serveDocsPage(options);
    await page.close();
    await expect(get(page, '/')).rejects.toThrow('ECONNREFUSED');
  });
});
