import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { commentOnPullRequest } from './pull-request-comment.ts';

interface Comment {
  id: number;
  body: string;
}

/** GitHub as far as comments go, and the environment of a job on pull request 7. */
async function startGitHub(comments: Comment[], event: object = { pull_request: { number: 7 } }) {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://github.test');
    const answer = (status: number, document: unknown) => response.writeHead(status).end(JSON.stringify(document));
    if (request.headers.authorization !== 'Bearer a-token') return answer(401, { message: 'Bad credentials' });
    if (request.method === 'GET') {
      const from = (Number(url.searchParams.get('page')) - 1) * 100;
      return answer(200, url.pathname === '/repos/o/r/issues/7/comments' ? comments.slice(from, from + 100) : []);
    }
    const { body } = JSON.parse(await text(request)) as { body: string };
    const id = Number(/^\/repos\/o\/r\/issues\/comments\/(\d+)$/.exec(url.pathname)?.[1]);
    const comment = comments.find((each) => each.id === id);
    if (request.method === 'PATCH' && comment) comment.body = body;
    else if (url.pathname === '/repos/o/r/issues/7/comments') comments.push({ id: comments.length + 1, body });
    else return answer(404, { message: 'Not Found' });
    return answer(200, {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-github-'));
  onTestFinished(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });
  const eventPath = join(folder, 'event.json');
  writeFileSync(eventPath, JSON.stringify(event));
  return {
    GITHUB_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    GITHUB_REPOSITORY: 'o/r',
    GITHUB_TOKEN: 'a-token',
    GITHUB_EVENT_PATH: eventPath,
  };
}

test('says it once, and then in place of what it said before', async () => {
  const comments: Comment[] = Array.from({ length: 120 }, (_, index) => ({ id: index + 1, body: 'somebody else' }));
  const environment = await startGitHub(comments);
  await commentOnPullRequest('diff of dev', 'Plan: 1 to add', environment);
  await commentOnPullRequest('diff of dev', 'Plan: 2 to add', environment);
  await commentOnPullRequest('diff of prod', 'No changes.', environment);
  expect(comments.slice(120).map(({ body }) => body)).toEqual([
    '<!-- diff of dev -->\nPlan: 2 to add',
    '<!-- diff of prod -->\nNo changes.',
  ]);
});

test('is refused outside of a job on a pull request, and by GitHub', async () => {
  const environment = await startGitHub([]);
  await expect(commentOnPullRequest('a', 'b', { ...environment, GITHUB_TOKEN: '' })).rejects.toThrow(
    "GITHUB_TOKEN is not set. Expected: a pull request's job",
  );
  await expect(commentOnPullRequest('a', 'b', { ...environment, GITHUB_TOKEN: 'other' })).rejects.toThrow(
    'GitHub answered 401 to GET /7/comments?per_page=100&page=1: {"message":"Bad credentials"}',
  );
  await expect(commentOnPullRequest('a', 'b', await startGitHub([], { ref: 'main' }))).rejects.toThrow(
    "the job's event has no pull request",
  );
});
