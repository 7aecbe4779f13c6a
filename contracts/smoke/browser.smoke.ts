import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publicApi } from '../public-api.ts';
import { taskApi } from '../task-api.ts';
import { findBrowser, openPages, type PagesOfOrigins } from './browser.ts';
import { type Callers, createCallers } from './callers.ts';
import { apiKeyValue } from './credentials.ts';
import { allowedOrigin, foreignOrigin, smokeClient, stage, urlOf } from './requests.ts';

/** What pages of other origins may do in a real browser: it, not these tests, judges the stage's CORS. */

const executable = findBrowser();

interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** What a page can tell of an answer; nothing where the browser kept it from the page. */
interface Read {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

describe.skipIf(executable === undefined)('in Chromium', () => {
  let pages: PagesOfOrigins;
  let callers: Callers;
  let allowed: Page;
  let foreign: Page;
  let projectId: string;

  beforeAll(async () => {
    [callers, pages] = await Promise.all([
      createCallers(),
      openPages(executable ?? '', [allowedOrigin, foreignOrigin]),
    ]);
    [allowed, foreign] = await Promise.all([pages.browser.newPage(), pages.browser.newPage()]);
    await Promise.all([allowed.goto(`${allowedOrigin}/`), foreign.goto(`${foreignOrigin}/`)]);
    const client = smokeClient(taskApi, () => callers.headersOf('user token'));
    ({ projectId } = (await client.createProject({ body: { name: `Browser ${stage.runId}` } })).body);
  });
  afterAll(() => Promise.all([callers?.remove(), pages?.close()]));

  /** The page's own `fetch`. @returns nothing where it fails, as it does for what the browser blocks. */
  const read = (page: Page, url: string, sent: Sent = {}): Promise<Read | undefined> =>
    page.evaluate(
      async ([address, { method = 'GET', headers = {}, body }]) => {
        try {
          const answer = await fetch(address, {
            method,
            headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
            ...(body && { body: JSON.stringify(body) }),
          });
          return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
        } catch {
          return undefined;
        }
      },
      [url, sent] as const,
    );

  const tasks = (path: string) => `${urlOf(taskApi)}${path}`;
  const user = () => callers.headersOf('user token');

  describe(`a page of ${allowedOrigin}`, () => {
    test('creates with POST /projects, and reads Location, ETag and the request id', async () => {
      const body = { name: `Page ${stage.runId}` };
      const headers = { ...user(), 'idempotency-key': stage.runId };
      const answer = await read(allowed, tasks('/projects'), { method: 'POST', headers, body });
      expect(answer).toMatchObject({
        status: 201,
        headers: {
          location: expect.stringContaining('/projects/'),
          etag: expect.stringContaining('"'),
          'x-amzn-requestid': expect.any(String),
        },
      });
    });

    test('changes with PUT /projects/{projectId} and If-Match', async () => {
      const headers = { ...user(), 'if-match': '*' };
      const answer = await read(allowed, tasks(`/projects/${projectId}`), {
        method: 'PUT',
        headers,
        body: { name: `Changed ${stage.runId}`, partnerIds: [] },
      });
      expect(answer?.status).toBe(200);
    });

    test('starts with POST /projects/{projectId}/exports, and reads Location and Retry-After', async () => {
      const path = tasks(`/projects/${projectId}/exports`);
      const answer = await read(allowed, path, { method: 'POST', headers: user(), body: { format: 'csv' } });
      expect(answer?.status).toBe(202);
      expect(Number(answer?.headers['retry-after'])).toBeGreaterThan(0);
      expect(answer?.headers['location']).toContain('/exports/');
    });

    test('calls GET /health', async () => {
      expect((await read(allowed, `${urlOf(publicApi)}/health`))?.status).toBe(200);
    });

    test('reads the status of a 429 of GET /partner/projects, and its Retry-After', async () => {
      const key = await apiKeyValue(stage.outputs.smokeApiKeyId);
      const headers = { ...callers.headersOf('partner token and key'), 'x-api-key': key };
      const throttled = async () => {
        const sent = Array.from({ length: stage.smokePlan.burst * 3 }, () =>
          read(allowed, tasks('/partner/projects'), { headers }),
        );
        return (await Promise.all(sent)).find((answer) => answer?.status === 429);
      };
      await expect.poll(throttled, { timeout: 10_000 }).toMatchObject({
        status: 429,
        headers: { 'retry-after': expect.stringMatching(/^\d+$/) },
      });
    });

    test.each([
      ['a header that no route takes', { headers: { 'x-unheard-of': '1' } }],
      ['a method that no route has', { method: 'PATCH' }],
    ])('is kept from GET /projects with %s', async (_what, sent) => {
      const headers = { ...user(), ...('headers' in sent ? sent.headers : {}) };
      expect(await read(allowed, tasks('/projects'), { ...sent, headers })).toBeUndefined();
    });
  });

  describe(`a page of ${foreignOrigin}, which no environment allows`, () => {
    test('is kept from GET /projects with a token', async () => {
      expect(await read(foreign, tasks('/projects'), { headers: user() })).toBeUndefined();
    });

    test('is kept from the answer of GET /health, which takes no preflight', async () => {
      expect(await read(foreign, `${urlOf(publicApi)}/health`)).toBeUndefined();
    });

    test("reads the gateway's own 401 of GET /projects, which tells nothing but the status", async () => {
      const answer = await read(foreign, tasks('/projects'));
      expect(answer).toMatchObject({ status: 401, body: '{"message":"Unauthorized"}' });
    });
  });
});
