import { describe, expect, test } from 'vitest';
import { ApiError, type ClientOptions, createClient } from './client.ts';
import { pollExport } from './polling.ts';
import { taskApi } from './task-api.ts';

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

/** A client whose requests are answered in turn, and kept. */
function clientOf(answers: readonly Response[], options: Partial<ClientOptions> = {}) {
  const sent: Sent[] = [];
  const slept: number[] = [];
  const left = [...answers];
  const client = createClient(taskApi, {
    baseUrl: 'https://api.example/dev/',
    fetch: (url, init = {}) => {
      sent.push({ url: String(url), init });
      const answer = left.shift();
      return answer ? Promise.resolve(answer) : Promise.reject(new Error('no answer is left'));
    },
    sleep: (milliseconds) => {
      slept.push(milliseconds);
      return Promise.resolve();
    },
    random: () => 0,
    ...options,
  });
  return { client, sent, slept };
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

describe('a request', () => {
  test('has the path, the query, the body and the headers of its row', async () => {
    const { client, sent } = clientOf([json(202, { exportId: 'e', status: 'queued' }, { location: '/exports/e' })], {
      headers: () => ({ Authorization: 'token' }),
    });
    await client.startExport({ path: { projectId: 'a/b' }, body: { format: 'csv' }, idempotencyKey: 'once' });
    expect(sent[0]?.url).toBe('https://api.example/dev/projects/a%2Fb/exports');
    expect(sent[0]?.init).toMatchObject({
      method: 'POST',
      body: '{"format":"csv"}',
      headers: { Authorization: 'token', 'Content-Type': 'application/json', 'Idempotency-Key': 'once' },
    });
  });

  test('names the version that a change is meant for', async () => {
    const path = { projectId: 'p' };
    const { client, sent } = clientOf([json(200, {}, { etag: '"2"' }), new Response(null, { status: 204 })]);
    const { headers } = await client.updateProject({ path, body: { name: 'n', partnerIds: [] }, ifMatch: '"1"' });
    await client.deleteProject({ path, ifMatch: headers.ETag });
    expect(sent.map(({ init }) => [init.method, new Headers(init.headers).get('if-match')])).toEqual([
      ['PUT', '"1"'],
      ['DELETE', '"2"'],
    ]);
  });

  test('leaves absent query parameters out', async () => {
    const { client, sent } = clientOf([json(200, { items: [] }), json(200, { items: [] })]);
    await client.listProjects({ query: { limit: '2' } });
    await client.listProjects();
    expect(sent.map(({ url }) => url)).toEqual([
      'https://api.example/dev/projects?limit=2',
      'https://api.example/dev/projects',
    ]);
  });
});

describe('an answer', () => {
  test('that the row declares has its status, headers and body', async () => {
    const { client } = clientOf([json(201, { projectId: 'p' }, { Location: '/projects/p', 'X-Other': 'x' })]);
    const answer = await client.createProject({ body: { name: 'n' } });
    expect(answer).toEqual({ status: 201, headers: { Location: '/projects/p' }, body: { projectId: 'p' } });
  });

  test('that is a problem is thrown with its code', async () => {
    const problem = { type: 't', title: 'Not found', status: 404, code: 'NOT_FOUND', requestId: 'r' };
    const { client } = clientOf([json(404, problem, { 'content-type': 'application/problem+json' })]);
    const error = await client.getExport({ path: { exportId: 'e' } }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 404, problem, message: 'getExport answered 404: NOT_FOUND (request r)' });
  });

  test("that is the gateway's own is thrown with its body", async () => {
    const { client } = clientOf([json(401, { message: 'Unauthorized' })]);
    await expect(client.listProjects()).rejects.toThrow('listProjects answered 401: {"message":"Unauthorized"}');
  });
});

describe('a 429', () => {
  const throttled = (headers: Record<string, string> = {}) => json(429, { message: 'Too Many Requests' }, headers);

  test('is tried again after Retry-After', async () => {
    const { client, slept } = clientOf([throttled({ 'retry-after': '2' }), json(200, { items: [] })]);
    await client.listProjects();
    expect(slept).toEqual([2000]);
  });

  test('is tried again after twice the wait each time, then thrown', async () => {
    const { client, slept } = clientOf([throttled(), throttled(), throttled(), throttled()]);
    await expect(client.listProjects()).rejects.toMatchObject({ status: 429 });
    expect(slept).toEqual([100, 200, 400]);
  });

  test('never waits longer than ten seconds', async () => {
    const { client, slept } = clientOf([throttled({ 'retry-after': '3600' }), json(200, { items: [] })]);
    await client.listProjects();
    expect(slept).toEqual([10_000]);
  });
});

describe('polling an export', () => {
  const at = (status: string) => json(200, { exportId: 'e', status }, { 'retry-after': '3' });

  test('goes on until it has ended, as often as the server says', async () => {
    const { client } = clientOf([at('queued'), at('running'), at('succeeded')]);
    const slept: number[] = [];
    const ended = await pollExport(client, 'e', { sleep: async (ms) => void slept.push(ms) });
    expect(ended.status).toBe('succeeded');
    expect(slept).toEqual([3000, 3000]);
  });

  test('gives up after the last poll', async () => {
    const { client } = clientOf([at('running'), at('running')]);
    const options = { maximumPolls: 2, sleep: () => Promise.resolve() };
    await expect(pollExport(client, 'e', options)).rejects.toThrow('has not ended after 2 polls');
  });
});
