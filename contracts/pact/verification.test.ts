import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkBrokerRun, checkCount, checkRun } from './guard.ts';
import { readPacts } from './pact-files.ts';
import { type Provider, state } from './provider.ts';
import { verifyPacts } from './verification.ts';
import { VerificationError } from './verification-error.ts';

/** A provider in this process and the real verifier: what the guard around it must turn red, by name. */

let server: Server;
let baseUrl: string;
let folder: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ token: request.headers.authorization, thingId: '1', name: 'Moon base' }));
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
  request: { method: 'GET', path: '/things/1', headers: { Authorization: ['from the pact'] } },
  response: { status: 200, body: { content: body, contentType: 'application/json', encoded: false } },
  ...changes,
});
const message = {
  type: 'Asynchronous/Messages',
  description: 'a message about a thing',
  contents: { content: { name: 'Moon base' }, contentType: 'application/json', encoded: false },
};

function writePact(interactions: readonly object[], file = 'pact.json'): void {
  const pact = {
    consumer: { name: 'test-consumer' },
    provider: { name: 'test-provider' },
    interactions,
    metadata: { pactSpecification: { version: '4.0' } },
  };
  writeFileSync(join(folder, file), JSON.stringify(pact));
}

const provider = (changes: Partial<Provider> = {}): Provider => ({
  name: 'test-provider',
  baseUrl,
  states: { 'a thing': state(async () => ({})) },
  messages: {},
  credentials: new Map([['from the pact', 'from the stage']]),
  routeOf: (method, path) => ({ name: `${method} /things/{thingId}`, pathParameters: { thingId: path.slice(8) } }),
  ...changes,
});
const verify = (changes: Partial<Provider> = {}) => verifyPacts(provider(changes), folder);
const kept = interaction({ name: 'Moon base' });

describe('a provider', () => {
  test('that keeps the pact is verified, with its own credentials and messages', async () => {
    writePact([interaction({ token: 'from the stage', name: 'Moon base' }), message]);
    const messages = { 'a message about a thing': () => '{"name":"Moon base"}' };
    const { verified } = await verify({ messages });
    expect(verified).toEqual([
      'test-consumer: a request for a thing [GET /things/{thingId}]',
      'test-consumer: a message about a thing',
    ]);
  });

  test('that breaks it is told to whom, on which route, and what', async () => {
    writePact([interaction({ name: 'Mars base' })]);
    const failure = await verify().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(VerificationError);
    expect(String(failure)).toContain(
      'test-consumer and test-provider Given a thing - a request for a thing [GET /things/{thingId}]',
    );
    expect(String(failure)).toContain("body $.name: Expected 'Moon base' (String) to be equal to 'Mars base' (String)");
  });

  test('whose message is another breaks it', async () => {
    writePact([message]);
    const messages = { 'a message about a thing': () => '{"name":"Mars base"}' };
    await expect(verify({ messages })).rejects.toThrow('Moon base');
  });

  test('that answers of another thing than was asked for breaks it', async () => {
    writePact([interaction({ name: 'Moon base' }, { request: { method: 'GET', path: '/things/2' } })]);
    await expect(verify()).rejects.toThrow(
      "GET /things/{thingId}: the answer's thingId is \"1\". Expected: '2', as in the path",
    );
  });

  test('that cannot be reached breaks it', async () => {
    writePact([kept]);
    await expect(verify({ baseUrl: 'http://127.0.0.1:1' })).rejects.toThrow('http://127.0.0.1:1 cannot be reached');
  });
});

describe('what the verifier alone would let pass', () => {
  test('a state handler that throws', async () => {
    writePact([kept]);
    const broken = state(() => Promise.reject(new Error('the table is gone')));
    await expect(verify({ states: { 'a thing': broken } })).rejects.toThrow(
      "Given a thing - a request for a thing [GET /things/{thingId}]\n  the state 'a thing' failed: the table is gone",
    );
  });

  test('a state whose end throws', async () => {
    writePact([kept]);
    const endless = { setUp: async () => ({}), tearDown: () => Promise.reject(new Error('it goes on')) };
    await expect(verify({ states: { 'a thing': endless } })).rejects.toThrow("the state 'a thing' failed: it goes on");
  });

  test('a state without a handler', async () => {
    writePact([kept]);
    await expect(verify({ states: {} })).rejects.toThrow(
      "'a request for a thing' needs the state 'a thing', which has no handler",
    );
  });

  test('a message without a builder', async () => {
    writePact([message]);
    await expect(verify()).rejects.toThrow("the message 'a message about a thing' has no builder");
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

describe('a run that did not verify what the pacts have', () => {
  const report = (...descriptions: string[]) => ({
    failures: [],
    pendingFailures: [],
    notPublished: undefined,
    results: descriptions.map((description) => ({ description, isKept: true })),
  });
  const served = { requests: 1, messages: 0, statesSetUp: ['a thing'], failures: [] };
  const check = (run: ReturnType<typeof report>, changes: object = {}) => {
    writePact([kept]);
    checkRun(readPacts(folder), run, { ...served, ...changes });
  };

  test('passes only when all numbers agree', () => {
    expect(() => check(report('a request for a thing'))).not.toThrow();
  });

  test.each([
    ['reports less', report(), {}, 'the verifier reports 0 interactions. Expected: 1, those of the pacts'],
    ['sent less', report('one'), { requests: 0 }, 'sent 0 requests and asked for 0 messages. Expected: 1 in all'],
    ['set up less', report('one'), { statesSetUp: [] }, "the state 'a thing' was set up 0 times. Expected: 1"],
  ])('%s', (_, run, changes, text) => {
    expect(() => check(run, changes)).toThrow(text);
  });

  test('of a broker that sent less than it reports', () => {
    expect(() => checkBrokerRun('p', report('one', 'two'), served)).toThrow('reports 2 interactions, and sent 1');
    expect(() =>
      checkBrokerRun('p', report('one', 'two'), { ...served, failures: ['the state failed'] }),
    ).not.toThrow();
    expect(() => checkBrokerRun('p', report(), served)).toThrow("the broker has no interactions with 'p'");
  });
});

test('consumers’ tests that wrote another number of interactions than they are fail', () => {
  writePact([kept]);
  expect(() => checkCount(1, readPacts(folder))).not.toThrow();
  expect(() => checkCount(2, readPacts(folder))).toThrow('2 tests wrote 1 interactions. Expected: one a test');
});
