import type { AnswerOf, BodyOf, PathOf, QueryOf, Shape } from './operation-types.ts';
import { backoffMs, defaultRetryLimits, type RetryLimits, retryAfterMs, type Sleep, sleep } from './retry.ts';
import { type ApiTable, type Operation, operationsOf, type Row } from './route-table.ts';

/** The typed client of an API: one method a row, by its operation id. */
export type Client<A extends ApiTable> = {
  readonly [Id in keyof A['rows']]: (...request: RequestArguments<A['rows'][Id]>) => Promise<AnswerOf<A['rows'][Id]>>;
};

/** A row that needs nothing of its caller is called without an argument. */
type RequestArguments<R extends Row> =
  Readonly<Record<never, never>> extends RequestOf<R>
    ? readonly [request?: RequestOf<R>]
    : readonly [request: RequestOf<R>];

export type RequestOf<R extends Row> = PathMember<R> &
  BodyMember<R> &
  KeyMember<R> &
  MatchMember<R> & {
    readonly query?: QueryOf<R>;
    /** Ends the request, and the waits between its tries. */
    readonly signal?: AbortSignal;
  };

type PathMember<R extends Row> = R['fields'] extends { readonly path: object } ? { readonly path: PathOf<R> } : unknown;
type BodyMember<R extends Row> = R['fields'] extends { readonly body: string } ? { readonly body: BodyOf<R> } : unknown;
/** The caller's name for this attempt; the same key and body get the same answer. */
type KeyMember<R extends Row> = R['fields']['idempotency'] extends 'key'
  ? { readonly idempotencyKey?: string }
  : unknown;
/** The version that the change is meant for: the `ETag` of the answer that the caller has seen, or `*`. */
type MatchMember<R extends Row> = R['fields'] extends { readonly ifMatch: 'required' }
  ? { readonly ifMatch: string }
  : R['fields'] extends { readonly ifMatch: 'optional' }
    ? { readonly ifMatch?: string }
    : unknown;

export interface ClientOptions extends RetryLimits {
  /** URL of the stage: `StageOutputs.taskApiUrl` or `publicApiUrl`. */
  readonly baseUrl: string;
  /** Headers of each request, such as the caller's token. @default none */
  readonly headers?: () => Readonly<Record<string, string>>;
  /** @default the runtime's own */
  readonly fetch?: typeof fetch;
  /** @default waits */
  readonly sleep?: Sleep;
  /** From 0 up to 1, spreads the retries of many clients. @default Math.random */
  readonly random?: () => number;
}

/** An answer that is no success: the gateway's own or a handler's problem document. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly operationId: string;
  readonly status: number;
  /** The problem document; absent on an answer of the gateway's own. */
  readonly problem: Shape<'Problem'> | undefined;
  /** Body as text. */
  readonly body: string;

  constructor(operationId: string, status: number, body: string, problem: Shape<'Problem'> | undefined) {
    super(`${operationId} answered ${status}: ${problem ? `${problem.code} (request ${problem.requestId})` : body}`);
    this.operationId = operationId;
    this.status = status;
    this.body = body;
    this.problem = problem;
  }
}

/**
 * A client of an API as its route table declares it. A 429 is tried again, after `Retry-After` or an
 * exponential wait with full jitter, while tries and time are left; every other failure is the
 * caller's to see.
 *
 * @throws {ApiError} from each method, on an answer that the row does not declare as a success. An
 *   aborted request rejects with its signal's reason.
 */
export function createClient<A extends ApiTable>(api: A, options: ClientOptions): Client<A> {
  const methods = operationsOf(api).map((operation) => [
    operation.operationId,
    (request: AnyRequest = {}) => call(operation, request, options),
  ]);
  return Object.fromEntries(methods) as Client<A>;
}

interface AnyRequest {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly ifMatch?: string;
  readonly signal?: AbortSignal;
}

interface AnyAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

async function call(operation: Operation, request: AnyRequest, options: ClientOptions): Promise<AnyAnswer> {
  const { maximumRetries, maximumWaitMs } = { ...defaultRetryLimits, ...options };
  const { sleep: wait = sleep, random = Math.random } = options;
  let waitedMs = 0;
  for (let attempt = 0; ; attempt += 1) {
    const response = await sendOnce(operation, request, options);
    if (response.status !== 429 || attempt === maximumRetries) return readAnswer(operation, response);
    const delayMs = retryAfterMs(response.headers.get('retry-after'), Date.now()) ?? backoffMs(attempt, random);
    // A try before the time that the server named would be refused: better to say so now.
    if (waitedMs + delayMs > maximumWaitMs) return readAnswer(operation, response);
    await response.arrayBuffer();
    await wait(delayMs, request.signal);
    waitedMs += delayMs;
  }
}

function sendOnce(operation: Operation, request: AnyRequest, options: ClientOptions): Promise<Response> {
  const { body, signal } = request;
  const send = options.fetch ?? fetch;
  return send(urlOf(operation, request, options.baseUrl), {
    method: operation.method,
    headers: headersOf(request, options),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
}

function urlOf(operation: Operation, request: AnyRequest, baseUrl: string): string {
  const path = operation.path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => {
    const value = request.path?.[name];
    if (value === undefined) {
      throw new TypeError(`${operation.operationId} was called without the path parameter '${name}'`);
    }
    return encodeURIComponent(value);
  });
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) query.set(name, value);
  }
  return `${baseUrl.replace(/\/$/, '')}${path}${query.size > 0 ? `?${query}` : ''}`;
}

function headersOf(request: AnyRequest, options: ClientOptions): Record<string, string> {
  return {
    Accept: 'application/json',
    ...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...(request.idempotencyKey === undefined ? {} : { 'Idempotency-Key': request.idempotencyKey }),
    ...(request.ifMatch === undefined ? {} : { 'If-Match': request.ifMatch }),
    ...options.headers?.(),
  };
}

async function readAnswer(operation: Operation, response: Response): Promise<AnyAnswer> {
  const text = await response.text();
  const declared = operation.answers.find(({ status }) => status === response.status);
  if (!declared) throw new ApiError(operation.operationId, response.status, text, problemOf(response, text));
  const names = [...declared.headers, ...declared.optionalHeaders];
  return {
    status: response.status,
    headers: Object.fromEntries(
      names.flatMap((name) => {
        const value = response.headers.get(name);
        return value === null ? [] : [[name, value]];
      }),
    ),
    body: declared.schema === undefined ? undefined : JSON.parse(text),
  };
}

function problemOf(response: Response, text: string): Shape<'Problem'> | undefined {
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json');
  return isProblem ? (JSON.parse(text) as Shape<'Problem'>) : undefined;
}
