import type { Context } from 'aws-lambda';
import type { AnswerOf, BodyOf, PathOf, QueryOf, RowOf } from '../../contracts/operation-types.ts';
import type { ApiTable, IfMatch, Operation } from '../../contracts/route-table.ts';
import { type AuthorizerContext, type Caller, type CallerOf, callerFrom, callerId } from './caller.ts';
import type { IdempotencyKeeper } from './idempotency.ts';
import { logger } from './logger.ts';
import { Problem, problemContentType, problemDocument, problemFrom } from './problem.ts';
import { parseBody, parseHeader, parsePathParameters, parseQueryParameters, type RawParameters } from './validation.ts';

/** A request of either kind of API, as the event adapters read it. */
export interface OperationRequest {
  /** The gateway's id of the request. */
  readonly requestId: string;
  /** What the gateway's authorizer said of the caller. */
  readonly authorizer: AuthorizerContext;
  /** Decoded. */
  readonly pathParameters: RawParameters;
  readonly queryParameters: RawParameters;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
  /** What precedes the row's path in the caller's URL: `/dev` on a stage's own URL. */
  readonly basePath: string;
  readonly context: Context;
}

export interface OperationAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Absent for an answer without a body. */
  readonly body?: string;
}

/** `If-Match` of a row that takes it: the version that the change is meant for, or `*`. */
export type IfMatchOf<A extends ApiTable, Id extends keyof A['rows']> = RowOf<A, Id>['fields'] extends {
  readonly ifMatch: 'required';
}
  ? string
  : RowOf<A, Id>['fields'] extends { readonly ifMatch: 'optional' }
    ? string | undefined
    : undefined;

/** What an operation's implementation is given: everything checked against its row. */
export interface OperationInput<A extends ApiTable, Id extends keyof A['rows']> {
  readonly caller: CallerOf<RowOf<A, Id>['fields']['access']>;
  readonly path: PathOf<RowOf<A, Id>>;
  readonly query: QueryOf<RowOf<A, Id>>;
  readonly body: BodyOf<RowOf<A, Id>>;
  readonly ifMatch: IfMatchOf<A, Id>;
  readonly basePath: string;
  readonly requestId: string;
}

export type Implementation<A extends ApiTable, Id extends keyof A['rows']> = (
  input: OperationInput<A, Id>,
) => Promise<AnswerOf<RowOf<A, Id>>>;

/** What a row with `idempotency: 'key'` asks of its handler beside the implementation. */
export type Keeper<A extends ApiTable, Id extends keyof A['rows']> = RowOf<A, Id>['fields']['idempotency'] extends 'key'
  ? readonly [IdempotencyKeeper]
  : readonly [];

/** Throws the problem for which a request is refused before anything of it is read. */
export type Guard = (request: OperationRequest) => void;

export interface RunOptions {
  readonly keeper?: IdempotencyKeeper | undefined;
  readonly guard?: Guard | undefined;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** An implementation whose types the row no longer narrows: what the pipeline below calls. */
export type AnyImplementation = (input: {
  readonly caller: Caller;
  readonly path: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly ifMatch: string | undefined;
  readonly basePath: string;
  readonly requestId: string;
}) => Promise<Answer>;

/**
 * Checks the request against the row, runs the implementation, and answers with its result or with a
 * problem document. Never throws: an error that is nobody's rule is logged, and the caller gets a
 * request id.
 */
export async function runOperation(
  operation: Operation,
  implementation: AnyImplementation,
  request: OperationRequest,
  { keeper, guard }: RunOptions = {},
): Promise<OperationAnswer> {
  logger.resetKeys();
  logger.appendKeys({ operation: operation.operationId, requestId: request.requestId });
  try {
    const caller = callerFrom(operation.access, request.authorizer);
    logger.appendKeys({ caller: callerId(caller) });
    guard?.(request);
    const input = readInput(operation, request, caller);
    const key = operation.idempotency === 'key' ? request.headers['idempotency-key'] : undefined;
    const run = () => implementation(input);
    const answer =
      key === undefined || keeper === undefined
        ? await run()
        : await keeper(
            {
              caller: callerId(caller),
              operationId: operation.operationId,
              pathParameters: input.path,
              key: parseHeader('IdempotencyKey', 'Idempotency-Key', key),
              body: input.body,
              context: request.context,
            },
            run,
          );
    logger.info('answered', { status: answer.status });
    return render(answer);
  } catch (error) {
    return refuse(problemFrom(error), request.requestId);
  }
}

function readInput(operation: Operation, request: OperationRequest, caller: Caller) {
  return {
    caller,
    path: parsePathParameters(operation, request.pathParameters),
    query: parseQueryParameters(operation, request.queryParameters),
    body: operation.body === undefined ? undefined : parseBody(operation.body, request.body),
    ifMatch: operation.ifMatch === undefined ? undefined : readIfMatch(operation.ifMatch, request),
    basePath: request.basePath,
    requestId: request.requestId,
  };
}

/** @throws {Problem} PRECONDITION_REQUIRED if the row requires the header; INVALID_PARAMETER if it is none. */
function readIfMatch(ifMatch: IfMatch, { headers }: OperationRequest): string | undefined {
  const value = headers['if-match'];
  if (value !== undefined) return parseHeader('IfMatchHeader', 'If-Match', value);
  if (ifMatch === 'optional') return undefined;
  throw new Problem('PRECONDITION_REQUIRED', { detail: 'Expected: If-Match with the ETag of the version to change' });
}

function render({ status, headers = {}, body }: Answer): OperationAnswer {
  if (body === undefined) return { status, headers };
  return { status, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

function refuse(problem: Problem, requestId: string): OperationAnswer {
  if (problem.status >= 500) logger.error(problem.code, causeOf(problem));
  else logger.info('refused', { status: problem.status, code: problem.code });
  const { retryAfterSeconds } = problem.details;
  return {
    status: problem.status,
    headers: {
      'Content-Type': problemContentType,
      ...(retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) }),
    },
    body: JSON.stringify(problemDocument(problem, requestId)),
  };
}

const causeOf = (problem: Problem): Error => (problem.cause instanceof Error ? problem.cause : problem);
