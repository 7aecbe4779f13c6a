import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { main } from '../../src/command.ts';
import { type OrdersProject, writeOrdersProject } from '../resources/orders-project.ts';

const cli = fileURLToPath(new URL('../../src/cli.js', import.meta.url));
const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

function start(...options: string[]): { readonly child: ChildProcess; readonly printed: () => string } {
  const project: OrdersProject = writeOrdersProject();
  const child = spawn(process.execPath, [cli, project.document, '--port', '0', ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout?.on('data', (chunk) => (out += chunk));
  cleanUps.push(() => {
    child.kill('SIGKILL');
    project.remove();
  });
  return { child, printed: () => out };
}

describe('--control-port', () => {
  it('opens the control API, whose URL is in the ready line', async () => {
    const { child, printed } = start('--control-port', '0');
    await vi.waitFor(() => expect(printed()).toMatch(/^ready in \d+ ms: .*, control http:\S+$/m), 8000);
    const url = /control (\S+)/.exec(printed())?.[1];
    const answer = await fetch(`${url}/functions`);
    expect(await answer.json()).toMatchObject({
      functions: [{ name: 'orders-default-api' }, { name: 'orders-default-worker' }],
    });
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([0, null]);
  });

  it('has to be a port', async () => {
    const complain = vi.spyOn(console, 'error').mockReturnValue();
    cleanUps.push(() => complain.mockRestore());
    expect(await main(['stack.json', '--control-port', '70000'])).toBe(2);
    expect(complain).toHaveBeenCalledExactlyOnceWith(
      expect.stringContaining("--control-port is '70000'. Expected: a number from 0 to 65535"),
    );
  });
});

describe('without --control-port', () => {
  it('nothing controls the stage', async () => {
    const { printed } = start();
    await vi.waitFor(() => expect(printed()).toMatch(/^ready in/m), 8000);
    expect(printed()).not.toContain('control');
  });
});
