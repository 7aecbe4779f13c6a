import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { main } from '../../src/command.ts';
import { ordersDocumentWith } from '../resources/orders-document.ts';
import { type OrdersProject, writeOrdersProject } from '../resources/orders-project.ts';

const cli = fileURLToPath(new URL('../../src/cli.js', import.meta.url));
const cleanUps: (() => void)[] = [];

afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

function project(document?: unknown): OrdersProject {
  const written = writeOrdersProject(document);
  cleanUps.push(() => written.remove());
  return written;
}

function command(...args: string[]) {
  const child: ChildProcess = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const printed = { out: '', err: '' };
  child.stdout?.on('data', (chunk) => (printed.out += chunk));
  child.stderr?.on('data', (chunk) => (printed.err += chunk));
  cleanUps.push(() => child.kill('SIGKILL'));
  const ended = once(child, 'close').then(([code]) => ({ code, ...printed }));
  return { child, printed, ended };
}

async function listening(port: number): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1');
  cleanUps.push(() => server.close());
  await once(server, 'listening');
  return server;
}

const portOf = (server: Server) => {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
};

describe('local-stage', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'says where it answers, then each request, and ends with 0 at %s',
    async (signal) => {
      const { child, printed, ended } = command(project().document, '--port', '0');
      await vi.waitFor(() => expect(printed.out).toMatch(/^ready in \d+ ms: /m), 8000);
      const url = /orders-http (\S+),/.exec(printed.out)?.[1];
      await fetch(`${url}/status`);
      await vi.waitFor(
        () => expect(printed.out).toMatch(/^200 GET {5}\/status [\d.]+ ms orders-default-api \S+$/m),
        8000,
      );
      child.kill(signal);
      expect(await ended).toMatchObject({ code: 0, err: '' });
    },
  );

  it('explains a refusal of the gateway beneath its request', async () => {
    const { printed } = command(
      project(ordersDocumentWith(['resource', 'aws_lambda_permission', 'http'], undefined)).document,
      '--port',
      '0',
    );
    await vi.waitFor(() => expect(printed.out).toMatch(/^ready in/m), 8000);
    const url = /orders-http (\S+),/.exec(printed.out)?.[1];
    expect((await fetch(`${url}/status`)).status).toBe(500);
    await vi.waitFor(() => expect(printed.out).toMatch(/^500 GET {5}\/status .*\n {2}.*aws_apigatewayv2/m), 8000);
  });

  it('names the port that is in use', async () => {
    const port = portOf(await listening(0));
    const { ended } = command(project().document, '--port', String(port));
    expect(await ended).toEqual({
      code: 1,
      out: '',
      err: `local-stage: port ${port} is in use; aws_api_gateway_rest_api.rest needs it. Stop the process that listens there, or choose other ports with --port\n`,
    });
  });

  it('names the package that is missing', async () => {
    const { document, folder } = project();
    rmSync(join(folder, 'worker.zip'));
    expect(await command(document, '--port', '0').ended).toEqual({
      code: 1,
      out: '',
      err: `local-stage: aws_lambda_function.worker: argument 'filename': no file ${join(folder, 'worker.zip')}. Expected: the function's deployment package; build the functions' packages first\n`,
    });
  });

  it('names the resource of a type that it does not know', async () => {
    const { document } = project(ordersDocumentWith(['resource', 'aws_kinesis_stream', 'clicks'], { name: 'clicks' }));
    const { code, err } = await command(document, '--port', '0').ended;
    expect(code).toBe(1);
    expect(err).toMatch(
      /^local-stage: aws_kinesis_stream\.clicks: the local stage does not know the resource type 'aws_kinesis_stream'[^\n]*\n$/,
    );
  });

  it.each([
    [[], 'usage: local-stage PATH/cdk.tf.json'],
    [['a', 'b'], 'usage: local-stage'],
    [['a', '--port', 'x'], "--port is 'x'. Expected: a number from 0 to 65535"],
    [['a', '--unknown'], 'usage: local-stage'],
  ])('refuses the arguments %j', async (args, message) => {
    const complain = vi.spyOn(console, 'error').mockReturnValue();
    cleanUps.push(() => complain.mockRestore());
    expect(await main(args)).toBe(2);
    expect(complain).toHaveBeenCalledExactlyOnceWith(expect.stringContaining(message));
  });
});
