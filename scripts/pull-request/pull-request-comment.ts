import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';

const PullRequestEvent = z.object({ pull_request: z.object({ number: z.number() }) });
const Comments = z.array(z.object({ id: z.number(), body: z.nullable(z.string()) }));

const perPage = 100;

/**
 * Says something on the pull request of the job that this process runs in, in place of what it said of
 * the same before.
 *
 * @param about what the comment is about: tells it from others.
 * @param environment what GitHub Actions gives a job, and `GITHUB_TOKEN`.
 * @throws {Error} outside of such a job, or if GitHub refuses.
 */
export async function commentOnPullRequest(about: string, text: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const { api, repository, token, number } = jobOf(environment);
  const marker = `<!-- ${about} -->`;
  const body = `${marker}\n${text}`;
  const send = async (method: string, path: string, document?: object): Promise<unknown> => {
    const answer = await fetch(`${api}/repos/${repository}/issues${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, accept: 'application/vnd.github+json' },
      ...(document && { body: JSON.stringify(document) }),
    });
    if (answer.ok) return answer.json();
    throw new Error(`GitHub answered ${answer.status} to ${method} ${path}: ${await answer.text()}`);
  };
  const earlier = await findComment(
    (page) => send('GET', `/${number}/comments?per_page=${perPage}&page=${page}`),
    marker,
  );
  if (earlier === undefined) await send('POST', `/${number}/comments`, { body });
  else await send('PATCH', `/comments/${earlier}`, { body });
}

async function findComment(read: (page: number) => Promise<unknown>, marker: string): Promise<number | undefined> {
  for (let page = 1; ; page += 1) {
    const comments = z.parse(Comments, await read(page));
    const found = comments.find(({ body }) => body?.startsWith(marker));
    if (found || comments.length < perPage) return found?.id;
  }
}

function jobOf(environment: NodeJS.ProcessEnv) {
  const required = (name: string): string => {
    const value = environment[name];
    if (!value) throw new Error(`${name} is not set. Expected: a pull request's job of GitHub Actions`);
    return value;
  };
  const event: unknown = JSON.parse(readFileSync(required('GITHUB_EVENT_PATH'), 'utf8'));
  const parsed = z.safeParse(PullRequestEvent, event);
  if (!parsed.success) throw new Error("the job's event has no pull request. Expected: a job on pull_request");
  return {
    api: environment['GITHUB_API_URL'] ?? 'https://api.github.com',
    repository: required('GITHUB_REPOSITORY'),
    token: required('GITHUB_TOKEN'),
    number: parsed.data.pull_request.number,
  };
}
