/** Longest that an answer may take, in milliseconds: an integration's 29 seconds and some for the way. */
const answerBoundMs = 35_000;

export interface Answer {
  /** `dropped`: the connection ended before an answer; `hung`: no answer within the bound. */
  readonly status: number | 'dropped' | 'hung';
  readonly body: string;
  readonly headers: Headers;
  readonly durationMs: number;
}

export interface CallOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, a text as it is. */
  readonly body?: object | string;
}

/** Sends a request and waits for all of its answer; what goes wrong on the way is an answer too. */
export async function call(url: string, { method = 'GET', headers = {}, body }: CallOptions = {}): Promise<Answer> {
  const startedAt = performance.now();
  const isJson = typeof body === 'object';
  try {
    const response = await fetch(url, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: isJson ? JSON.stringify(body) : body }),
      signal: AbortSignal.timeout(answerBoundMs),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text,
      headers: response.headers,
      durationMs: performance.now() - startedAt,
    };
  } catch (error) {
    const isHung = error instanceof Error && error.name === 'TimeoutError';
    const durationMs = performance.now() - startedAt;
    return { status: isHung ? 'hung' : 'dropped', body: '', headers: new Headers(), durationMs };
  }
}
