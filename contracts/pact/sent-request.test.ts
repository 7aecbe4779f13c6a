import { expect, test } from 'vitest';
import { given, ids, pathOf } from './matchers.ts';
import { type ExpectedRequest, expectRequest } from './sent-request.ts';

const expected: ExpectedRequest = {
  method: 'PUT',
  path: pathOf('/tasks/{taskId}'),
  query: { limit: '1' },
  headers: { 'If-Match': given('etag', '"1"') },
  body: { title: given('title', 'Dig') },
};
const path = `/tasks/${ids.taskId}`;
const send = (to: string, init: RequestInit = {}) =>
  expectRequest(
    new URL(`http://127.0.0.1${to}`),
    { method: 'PUT', headers: { 'if-match': '"1"', other: 'x' }, body: '{"title":"Dig"}', ...init },
    expected,
  );

test('a request with the values of the pact is what it says', () => {
  expect(() => send(`${path}?limit=1`)).not.toThrow();
});

test.each<[string, string, RequestInit]>([
  ['path, which a state gives', `/comments/${ids.taskId}?limit=1`, {}],
  ['query', `${path}?limit=2`, {}],
  ['parameter beside those', `${path}?limit=1&cursor=c`, {}],
  ['header, which a state gives', `${path}?limit=1`, { headers: { 'if-match': '*' } }],
  ['body, which a state gives', `${path}?limit=1`, { body: '{"title":"Fill"}' }],
  ['method', `${path}?limit=1`, { method: 'PATCH' }],
])('another %s is not', (_, to, init) => {
  expect(() => send(to, init)).toThrow();
});
