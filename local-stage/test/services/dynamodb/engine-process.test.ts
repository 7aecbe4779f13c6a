import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { EngineMissing, findEngineBinary } from '../../../src/services/dynamodb/engine-binary.ts';
import { startEngine } from '../../../src/services/dynamodb/engine-process.ts';

const listens = (endpoint: string) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(endpoint).port) });
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

describe('the engine', () => {
  it('listens until it is closed', async () => {
    const engine = await startEngine();
    expect(await listens(engine.endpoint)).toBe(true);
    expect(engine.ended()).toBeUndefined();
    await engine.close();
    expect(await listens(engine.endpoint)).toBe(false);
    expect(engine.ended()).toMatch(/^the DynamoDB engine ended with /);
  });

  it('ends with the process that started it, even if that is killed', async () => {
    const module = new URL('../../../src/services/dynamodb/engine-process.ts', import.meta.url).href;
    const script = `import { startEngine } from ${JSON.stringify(module)};
      console.log((await startEngine()).endpoint);
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [output] = (await once(parent.stdout, 'data')) as [Buffer];
    const endpoint = output.toString().trim();
    expect(await listens(endpoint)).toBe(true);
    parent.kill('SIGKILL');
    await vi.waitFor(async () => expect(await listens(endpoint)).toBe(false), { timeout: 5000 });
  });

  it('says how to go on where its package is missing', () => {
    expect(() => findEngineBinary('sunos', 'sparc')).toThrow(EngineMissing);
    expect(() => findEngineBinary('sunos', 'sparc')).toThrow(
      /^DynamoDB needs the dynoxide engine for sunos-sparc, but the package @dynoxide\/sunos-sparc is not installed\. Install it with "npm install --no-save @dynoxide\/sunos-sparc@\d+\.\d+\.\d+", or name .* with --dynamodb-endpoint URL$/,
    );
  });
});
