import type { AnswerOf, BodyOf, PathOf, QueryOf, Shape } from './operation-types.ts';
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
  MatchMember<R> & { readonly query?: QueryOf<R> };

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

export interface ClientOptions {
  /** URL of the stage: `StageOutputs.taskApiUrl` or `publicApiUrl`. */
  readonly baseUrl: string;
  /** Headers of each request, such as the caller's token. @default none */
  readonly headers?: () => Readonly<Record<string, string>>;
  /** @default the runtime's own */
  readonly fetch?: typeof fetch;
  /** Most times that a 429 is tried again. @default 3 */
  readonly maximumRetries?: number;
  /** @default waits */
  readonly sleep?: (milliseconds: number) => Promise<void>;
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
 * exponential wait with jitter; every other failure is the caller's to see.
 *
 * @throws {ApiError} from each method, on an answer that the row does not declare as a success.
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
}

interface AnyAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

async function call(operation: Operation, request: AnyRequest, options: ClientOptions): Promise<AnyAnswer> {
  const send = options.fetch ?? fetch;
  const { maximumRetries = 3, sleep = wait, random = Math.random } = options;
  for (let attempt = 0; ; attempt += 1) {
    const response = await send(urlOf(operation, request, options.baseUrl), {
      method: operation.method,
      headers: headersOf(request, options),
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
    if (response.status === 429 && attempt < maximumRetries) {
      await response.arrayBuffer();
      await sleep(retryDelayMs(response.headers.get('retry-after'), attempt, random));
      continue;
    }
    return readAnswer(operation, response);
  }
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

/** Longest wait between two tries, in milliseconds. */
const longestDelayMs = 10_000;

/** The server's own word in seconds if it is a number, else 200 ms doubled at each try, half of it at random. */
function retryDelayMs(retryAfter: string | null, attempt: number, random: () => number): number {
  const seconds = retryAfter === null ? Number.NaN : Number(retryAfter);
  const delayMs = Number.isNaN(seconds) ? 200 * 2 ** attempt * (0.5 + random() / 2) : seconds * 1000;
  return Math.min(delayMs, longestDelayMs);
}

const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
