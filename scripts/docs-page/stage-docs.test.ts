import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import type { StageOutputs } from '../../contracts/stage-outputs.ts';
import { serveStageDocs } from './stage-docs.ts';

const outputs = {
  taskApiUrl: 'http://127.0.0.1:4000/dev/',
  publicApiUrl: 'http://127.0.0.1:4001',
  tokenEndpoint: 'http://127.0.0.1:4002/oauth2/token',
} as StageOutputs;

/** A port that nobody has at the moment. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test('a page of an origin that the environment allows may call the stage', async () => {
  const origin = `http://localhost:${await freePort()}`;
  const docs = await serveStageDocs(outputs, ['https://app.example', origin]);
  expect(docs).toMatchObject({ url: origin, canCall: true });
  await docs.close();
});

test('where no page of localhost may call, there is something to read', async () => {
  const docs = await serveStageDocs(outputs, ['https://app.example']);
  expect(docs.canCall).toBe(false);
  const document = await fetch(`${docs.url}/openapi/task-api.json`);
  expect(await document.json()).toMatchObject({ servers: [{ url: 'http://127.0.0.1:4000/dev' }] });
  await docs.close();
});
