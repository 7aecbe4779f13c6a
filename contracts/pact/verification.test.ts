import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { VerificationError, type VerificationOptions, verifyPacts } from './verification.ts';

/** What the guard around Pact's verifier must turn red, by name. */

let server: Server;
let baseUrl: string;
let folder: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ token: request.headers.authorization, name: 'Moon base' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pacts-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const interaction = (body: object, changes: object = {}) => ({
  type: 'Synchronous/HTTP',
  description: 'a request for a thing',
  providerStates: [{ name: 'a thing' }],
  request: { method: 'GET', path: '/thing', headers: { Authorization: ['from the pact'] } },
  response: { status: 200, body: { content: body, contentType: 'application/json', encoded: false } },
  ...changes,
});

function writePact(interactions: readonly object[]): void {
  const pact = {
    consumer: { name: 'test-consumer' },
    provider: { name: 'test-provider' },
    interactions,
    metadata: { pactSpecification: { version: '4.0' } },
  };
  writeFileSync(join(folder, 'pact.json'), JSON.stringify(pact));
}

const verify = (changes: Partial<VerificationOptions> = {}) =>
  verifyPacts({
    pacts: folder,
    provider: 'test-provider',
    baseUrl,
    handlers: { 'a thing': () => Promise.resolve({}) },
    credentials: { authorization: 'from the stage' },
    logLevel: 'error',
    ...changes,
  });

test('a provider that keeps the pact is verified, with its own credentials', async () => {
  writePact([interaction({ token: 'from the stage', name: 'Moon base' })]);
  await expect(verify()).resolves.toEqual({ interactions: ['test-consumer: a request for a thing'] });
});

test('a provider that breaks the pact is not', async () => {
  writePact([interaction({ name: 'Mars base' })]);
  await expect(verify()).rejects.toThrow(VerificationError);
});

describe('what the verifier alone would let pass', () => {
  const kept = interaction({ name: 'Moon base' });

  test('a state handler that throws', async () => {
    writePact([kept]);
    const handlers = { 'a thing': () => Promise.reject(new Error('the table is gone')) };
    await expect(verify({ handlers })).rejects.toThrow("the state 'a thing' failed: the table is gone");
  });

  test('a state without a handler', async () => {
    writePact([kept]);
    await expect(verify({ handlers: {} })).rejects.toThrow(
      "'a request for a thing' needs the state 'a thing', which has no handler",
    );
  });

  test('a pact without interactions', async () => {
    writePact([]);
    await expect(verify()).rejects.toThrow(/pact\.json has no interactions/);
  });

  test('no pact', async () => {
    await expect(verify()).rejects.toThrow("has no pact with the provider 'test-provider'");
  });

  test('two interactions of one description and state', async () => {
    writePact([kept, kept]);
    await expect(verify()).rejects.toThrow("has two interactions 'a request for a thing | a thing'");
  });
});
