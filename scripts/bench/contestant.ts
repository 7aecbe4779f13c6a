/** What the benchmark compares: something that answers the same two requests, in a process of its own. */
export interface Contestant {
  /** As the table names it: `local stage`. */
  readonly name: string;
  readonly version: string;
  /** What it checks before it calls the handler, and what it had to leave out. */
  readonly checks: string;
  /** Starts it; resolves when its process runs, not when it answers. */
  start(): Promise<StartedContestant>;
}

export interface StartedContestant {
  readonly pid: number;
  /** Resolves once it answers the first request with 200. */
  readonly answers: Promise<void>;
  /** The measured requests, by the API's kind. Not before it answers. */
  requests(): Promise<Readonly<Record<ApiKind, BenchRequest>>>;
  /** Ends it and waits until it is gone. */
  stop(): Promise<void>;
}

export const apiKinds = ['REST', 'HTTP'] as const;
export type ApiKind = (typeof apiKinds)[number];

export interface BenchRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What `POST /projects` is sent: it keeps the route's model. */
export const projectBody = JSON.stringify({ name: 'Moon base' });

const pollMs = 5;

/**
 * Asks until the answer is 200.
 *
 * @throws {Error} if there is none within a minute.
 */
export async function untilFirstAnswer(url: string, init: RequestInit = {}): Promise<void> {
  const endsAt = performance.now() + 60_000;
  while (performance.now() < endsAt) {
    const status = await fetch(url, init).then(
      async (answer) => {
        await answer.arrayBuffer();
        return answer.status;
      },
      () => undefined,
    );
    if (status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  throw new Error(`${url} has not answered 200 within a minute. Expected: a contestant that boots`);
}
