import { describe, expect, test } from 'vitest';
import { ApiError, type ClientOptions, createClient } from './client.ts';
import { pollExport } from './polling.ts';
import { sleep } from './retry.ts';
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
  const page = () => json(200, { items: [] });

  test('is tried again after Retry-After', async () => {
    const { client, slept } = clientOf([throttled({ 'retry-after': '2' }), page()]);
    await client.listProjects();
    expect(slept).toEqual([2000]);
  });

  test('is tried again at the date that Retry-After names', async () => {
    const date = new Date(Date.now() + 5000).toUTCString();
    const { client, slept } = clientOf([throttled({ 'retry-after': date }), page()]);
    await client.listProjects();
    expect(slept[0]).toBeGreaterThan(3000);
    expect(slept[0]).toBeLessThanOrEqual(5000);
  });

  test.each([
    [0, [0, 0, 0]],
    [0.5, [100, 200, 400]],
    [1, [200, 400, 800]],
  ])(
    'without it, is tried again after up to twice the wait each time (random %f), then thrown',
    async (random, waits) => {
      const answers = [throttled(), throttled({ 'retry-after': 'soon' }), throttled(), throttled()];
      const { client, slept } = clientOf(answers, { random: () => random });
      await expect(client.listProjects()).rejects.toMatchObject({ status: 429 });
      expect(slept).toEqual(waits);
    },
  );

  test('is thrown at once if the server asks for more time than is left', async () => {
    const limits = { maximumRetries: 10, maximumWaitMs: 5000 };
    const answers = [throttled({ 'retry-after': '3' }), throttled({ 'retry-after': '3' })];
    const { client, slept, sent } = clientOf(answers, limits);
    await expect(client.listProjects()).rejects.toMatchObject({ status: 429, body: '{"message":"Too Many Requests"}' });
    expect(slept).toEqual([3000]);
    expect(sent).toHaveLength(2);
  });

  test('is waited for no longer than its caller wants', async () => {
    const { client } = clientOf([throttled({ 'retry-after': '10' })], { sleep });
    const stop = new AbortController();
    const call = client.listProjects({ signal: stop.signal });
    setTimeout(() => stop.abort(new Error('the page was left')), 10);
    await expect(call).rejects.toThrow('the page was left');
  });
});

describe('a signal', () => {
  test('goes with the request', async () => {
    const { client, sent } = clientOf([json(200, { items: [] })]);
    const { signal } = new AbortController();
    await client.listProjects({ signal });
    expect(sent[0]?.init.signal).toBe(signal);
  });

  test('that was aborted before ends a wait before it begins', async () => {
    await expect(sleep(60_000, AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
  });
});

describe('polling an export', () => {
  const at = (status: string, headers: Record<string, string> = { 'retry-after': '3' }) =>
    json(200, { exportId: 'e', status }, headers);
  const sleeper = () => {
    const slept: number[] = [];
    return { slept, sleep: async (milliseconds: number) => void slept.push(milliseconds) };
  };

  test('goes on until it has ended, as often as the server says', async () => {
    const { client } = clientOf([at('queued'), at('running', {}), at('running'), at('succeeded')]);
    const { slept, sleep } = sleeper();
    const ended = await pollExport(client, 'e', { sleep });
    expect(ended.status).toBe('succeeded');
    expect(slept).toEqual([3000, 1000, 3000]);
  });

  test('gives up after the last poll', async () => {
    const { client } = clientOf([at('running'), at('running')]);
    const { slept, sleep } = sleeper();
    await expect(pollExport(client, 'e', { maximumPolls: 2, sleep })).rejects.toThrow('after 2 polls in 3 s');
    expect(slept).toEqual([3000]);
  });

  test('gives up when its time is over', async () => {
    const { client } = clientOf([at('running'), at('running'), at('running')]);
    await expect(pollExport(client, 'e', { maximumWaitMs: 7000, sleep: sleeper().sleep })).rejects.toThrow(
      'after 3 polls in 6 s',
    );
  });

  test('ends when its caller does not want it any more', async () => {
    const { client } = clientOf([at('running')]);
    const stop = new AbortController();
    const polling = pollExport(client, 'e', { signal: stop.signal });
    setTimeout(() => stop.abort(new Error('the page was left')), 10);
    await expect(polling).rejects.toThrow('the page was left');
  });
});
