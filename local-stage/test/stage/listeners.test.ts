import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { type Listeners, openListeners, PortTaken } from '../../src/listeners.ts';
import { parseDocument } from '../../src/terraform/document.ts';

const document = parseDocument(
  JSON.stringify({
    resource: {
      aws_apigatewayv2_api: { http: {} },
      aws_api_gateway_rest_api: { first: {}, second: {} },
    },
  }),
  '/stacks/test/cdk.tf.json',
);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

/** The ports behind a free one may be taken: then another is tried. */
async function openAtFreePort(attempts = 20): Promise<{ listeners: Listeners; port: number }> {
  const port = await freePort();
  try {
    return { listeners: await openListeners(document, port), port };
  } catch (error) {
    if (attempts === 0) throw error;
    return openAtFreePort(attempts - 1);
  }
}

describe('the ports of a stage', () => {
  it('follow each other: REST APIs, HTTP APIs, the AWS endpoint', async () => {
    const { listeners, port } = await openAtFreePort();
    const { urls } = listeners;
    expect([
      urls.api('aws_api_gateway_rest_api.first'),
      urls.api('aws_api_gateway_rest_api.second'),
      urls.api('aws_apigatewayv2_api.http'),
      urls.awsEndpoint,
    ]).toEqual([0, 1, 2, 3].map((offset) => `http://127.0.0.1:${port + offset}`));
    await listeners.close();
  });

  it('are all closed again when one of them is taken', async () => {
    const { listeners, port } = await openAtFreePort();
    await listeners.close();
    const other = createServer().listen(port + 2, '127.0.0.1');
    await once(other, 'listening');
    await expect(openListeners(document, port)).rejects.toThrow(
      new PortTaken(
        `port ${port + 2} is in use; aws_apigatewayv2_api.http needs it. Stop the process that listens there, or choose other ports with --port`,
      ),
    );
    await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow('fetch failed');
    other.close();
  });

  it('hold requests until their API is served', async () => {
    const listeners = await openListeners(document, 0);
    const address = 'aws_apigatewayv2_api.http';
    const answer = fetch(listeners.urls.api(address));
    listeners.serve(address, async () => ({ status: 204, headers: [], body: Buffer.alloc(0) }));
    expect((await answer).status).toBe(204);
    await listeners.close();
  });
});
