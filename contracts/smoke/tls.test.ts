import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { SecureVersion } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { selfSigned } from './testing/self-signed.ts';
import { acceptedVersions, shakeHands } from './tls.ts';

const pair = selfSigned();

/** An https server, as a deployed stage is one. */
async function standIn(versions: { minVersion: SecureVersion; maxVersion: SecureVersion }): Promise<string> {
  const server = createServer({ ...pair, ...versions, ciphers: 'DEFAULT@SECLEVEL=0' });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `https://localhost:${(server.address() as AddressInfo).port}/dev`;
}

test.each(['TLSv1.2', 'TLSv1.3'] as const)('a server of %s is accepted', async (version) => {
  const url = await standIn({ minVersion: version, maxVersion: version });
  expect(await shakeHands(url, { ca: pair.cert })).toEqual({ version, distrust: undefined });
  expect(acceptedVersions).toContain(version);
});

test.each(['TLSv1', 'TLSv1.1'] as const)(
  'a server that agrees to no newer than %s is told from others',
  async (version) => {
    const url = await standIn({ minVersion: version, maxVersion: version });
    const { version: agreed } = await shakeHands(url);
    expect(agreed).toBe(version);
    expect(acceptedVersions).not.toContain(agreed);
  },
);

test('a certificate that nobody has signed is distrusted', async () => {
  const url = await standIn({ minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3' });
  expect((await shakeHands(url)).distrust).toMatch(/SELF_SIGNED/);
});

test('where nobody listens there is no handshake', async () => {
  await expect(shakeHands('https://localhost:1')).rejects.toThrow('ECONNREFUSED');
});
