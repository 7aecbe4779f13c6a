import { expect, test } from 'vitest';
import { brokerOf } from './broker.ts';

const url = { PACT_BROKER_BASE_URL: 'https://broker.example' };

test('no broker is named without its URL', () => {
  expect(brokerOf({ PACT_BROKER_TOKEN: 't' })).toBeUndefined();
  expect(brokerOf({ PACT_BROKER_BASE_URL: '' })).toBeUndefined();
});

test.each([
  [{ ...url, PACT_BROKER_TOKEN: 't' }],
  [{ ...url, PACT_BROKER_USERNAME: 'u', PACT_BROKER_PASSWORD: 'p' }],
  [{ PACT_BROKER_BASE_URL: 'http://127.0.0.1:9292', PACT_BROKER_TOKEN: 't' }],
  [{ PACT_BROKER_BASE_URL: 'http://broker.example' }],
])('%j is a broker', (environment) => {
  expect(brokerOf({ ...environment, OTHER: 'x', PACT_BROKER_HTTP_RETRIES: '9' })?.variables).toEqual(environment);
});

test.each([
  [{ PACT_BROKER_BASE_URL: 'broker' }, 'Expected: the URL of a Pact Broker'],
  [{ ...url, PACT_BROKER_TOKEN: 't', PACT_BROKER_USERNAME: 'u', PACT_BROKER_PASSWORD: 'p' }, 'Expected: one of both'],
  [{ ...url, PACT_BROKER_USERNAME: 'u' }, 'Expected: both, or none'],
  [{ PACT_BROKER_BASE_URL: 'http://broker.example', PACT_BROKER_TOKEN: 't' }, 'Expected: https'],
])('%j is refused', (environment, text) => {
  expect(() => brokerOf(environment)).toThrow(text);
});
