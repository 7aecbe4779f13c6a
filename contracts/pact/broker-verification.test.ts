import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { verifyBrokerPacts } from './broker-verification.ts';
import { type Provider, state } from './provider.ts';
import { type BrokerPact, type StandInBroker, startStandInBroker } from './testing/stand-in-broker.ts';

/** The real verifier, a broker that stands in, and a provider in this process. */

let server: Server;
let provider: Provider;
let broker: StandInBroker;
beforeAll(async () => {
  server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end('{"name":"Moon base"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  provider = {
    name: 'test-provider',
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    states: { 'a thing': state(async () => ({})), 'a broken thing': state(() => Promise.reject(new Error('gone'))) },
    messages: {},
    credentials: new Map(),
    routeOf: () => undefined,
  };
});
afterAll(() => server.close());
afterEach(() => broker.close());

function pact(name: string, isPending = false, stateName = 'a thing'): BrokerPact {
  const interaction = {
    type: 'Synchronous/HTTP',
    description: `a request for ${name}`,
    providerStates: [{ name: stateName }],
    request: { method: 'GET', path: '/things/1' },
    response: { status: 200, body: { content: { name }, contentType: 'application/json', encoded: false } },
  };
  return {
    isPending,
    pact: {
      consumer: { name: `consumer of ${name}` },
      provider: { name: 'test-provider' },
      interactions: [interaction],
      metadata: { pactSpecification: { version: '4.0' } },
    },
  };
}

async function verify(pacts: readonly BrokerPact[], isPublished = false, isOpen = true) {
  broker = await startStandInBroker({ pacts, isOpen });
  const variables = { PACT_BROKER_BASE_URL: broker.url, PACT_BROKER_TOKEN: broker.token };
  return verifyBrokerPacts(provider, {
    broker: { variables },
    revision: { version: 'c0ffee', branch: 'a-branch' },
    isPublished,
  });
}
const callsOf = (pattern: RegExp) => broker.calls.filter(({ name }) => pattern.test(name));

test('asks for the pacts of main, of what is deployed and of its branch, with pending ones and work in progress', async () => {
  const { verified } = await verify([pact('Moon base')]);
  expect(verified).toEqual(['test-provider: a request for Moon base']);
  expect(callsOf(/^POST .*for-verification/).map(({ body }) => body)).toEqual([
    {
      consumerVersionSelectors: [{ mainBranch: true }, { deployedOrReleased: true }, { matchingBranch: true }],
      includePendingStatus: true,
      includeWipPactsSince: '2026-11-01',
      providerVersionBranch: 'a-branch',
    },
  ]);
  expect(callsOf(/results/)).toEqual([]);
});

test('publishes what it found, of this version', async () => {
  await verify([pact('Moon base')], true);
  expect(callsOf(/^POST \/results/)).toMatchObject([{ body: { success: true, providerApplicationVersion: 'c0ffee' } }]);
  expect(callsOf(/^PUT/).map(({ name }) => name)).toEqual([
    'PUT /pacticipants/test-provider/branches/a-branch/versions/c0ffee',
  ]);
});

test('publishes that a state could not be set up as a failure, and fails', async () => {
  await expect(verify([pact('Moon base', false, 'a broken thing')], true)).rejects.toThrow(
    "the state 'a broken thing' failed: gone",
  );
  expect(callsOf(/^POST \/results/)).toMatchObject([{ body: { success: false } }]);
});

test('fails if the broker does not take the results', async () => {
  await expect(verify([pact('Moon base')], true, false)).rejects.toThrow('the broker did not get the results');
});

test('a pact that is broken fails, by consumer and promise', async () => {
  await expect(verify([pact('Mars base'), pact('Moon base')])).rejects.toThrow(
    /consumer of Mars base and test-provider Given a thing - a request for Mars base\n {2}body \$\.name/,
  );
});

test('a pending pact that is not kept is told, and fails nothing', async () => {
  const { verified, pending } = await verify([
    pact('Moon base'),
    pact('Mars base', true),
    pact('Venus', true, 'no state'),
  ]);
  expect(verified).toEqual(['test-provider: a request for Moon base']);
  expect(pending).toHaveLength(2);
  expect(pending[0]).toContain('a request for Mars base');
  expect(pending[1]).toContain("\n  the state 'no state' has no handler");
});

test('a broker without a pact fails', async () => {
  await expect(verify([])).rejects.toThrow('test-provider');
});

test('a broker that refuses the credentials fails', async () => {
  broker = await startStandInBroker({ pacts: [pact('Moon base')] });
  const variables = { PACT_BROKER_BASE_URL: broker.url, PACT_BROKER_TOKEN: 'another' };
  const revision = { version: 'c0ffee', branch: 'a-branch' };
  await expect(verifyBrokerPacts(provider, { broker: { variables }, revision, isPublished: false })).rejects.toThrow(
    '401',
  );
  expect(broker.calls).toEqual([]);
});
