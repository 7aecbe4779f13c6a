import type { Context } from 'aws-lambda';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { publicApi } from '../../contracts/public-api.ts';
import { type Operation, operationOf } from '../../contracts/route-table.ts';
import { taskApi } from '../../contracts/task-api.ts';
import type { IdempotencyKeeper, IdempotencyScope } from './idempotency.ts';
import { logger } from './logger.ts';
import { type AnyImplementation, type OperationRequest, runOperation } from './operation.ts';
import { Problem } from './problem.ts';

const createProject = operationOf(taskApi, 'createProject');
const startExport = operationOf(taskApi, 'startExport');
const listProjects = operationOf(taskApi, 'listProjects');
const updateProject = operationOf(taskApi, 'updateProject');
const receiveWebhook = { ...operationOf(publicApi, 'receiveWebhook'), pathParameters: [] };
const deleteProject = operationOf(taskApi, 'deleteProject');
const created: AnyImplementation = async ({ body }) => ({ status: 201, body, headers: { Location: '/projects/1' } });

const bytes = (text: string) => Buffer.from(text);

/** As deep as nothing that has a meaning, and deeper than what writes JSON can follow. */
const deep = (open: string, close: string) => `${open.repeat(10_000)}1${close.repeat(10_000)}`;
const eventWith = (data: string) =>
  bytes(`{"eventId":"1","type":"paid","occurredAt":"2026-01-01T00:00:00Z","data":${data}}`);
const webhook = { lambda: { partnerId: 'acme' } };

const request = (changes: Partial<OperationRequest> = {}): OperationRequest => ({
  requestId: 'request-1',
  authorizer: { claims: { sub: 'ann' } },
  pathParameters: {},
  queryParameters: {},
  headers: {},
  body: bytes('{"name":"Moon base"}'),
  basePath: '/dev',
  context: {} as Context,
  ...changes,
});

const change: Partial<OperationRequest> = {
  pathParameters: { projectId: '01ARZ3NDEKTSV4RRFFQ69G5FAV' },
  body: bytes('{"name":"Moon base","partnerIds":[]}'),
};

async function run(operation: Operation, changes: Partial<OperationRequest>, implementation = created) {
  const answer = await runOperation(operation, implementation, request(changes));
  return { ...answer, document: answer.body === undefined ? undefined : JSON.parse(answer.body) };
}

const logged = vi.spyOn(logger, 'error').mockImplementation(() => undefined);
vi.spyOn(logger, 'info').mockImplementation(() => undefined);
beforeEach(() => logged.mockClear());

describe('a request that keeps its row', () => {
  test('may nest as deep as data do', async () => {
    const data = JSON.parse(`${'{"a":['.repeat(20)}${']}'.repeat(20)}`);
    const text =
      'as text: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\"[[[[[';
    const answer = await run(receiveWebhook, { body: eventWith(JSON.stringify({ data, text })), authorizer: webhook });
    expect(answer.document).toMatchObject({ data: { data, text } });
  });

  test('may have a character that is written as two escapes', async () => {
    const answer = await run(createProject, { body: bytes('{"name":"\\ud83d\\ude00"}') });
    expect(answer.document).toEqual({ name: '😀' });
  });

  test('reaches the implementation parsed, and its answer the caller', async () => {
    const answer = await run(createProject, {});
    expect(answer).toMatchObject({
      status: 201,
      headers: { 'Content-Type': 'application/json', Location: '/projects/1' },
      document: { name: 'Moon base' },
    });
  });
});

describe('a request that breaks its row is answered with a problem document', () => {
  const cases: [string, Operation, Partial<OperationRequest>, object][] = [
    ['no JSON', createProject, { body: bytes('{') }, { status: 400, code: 'INVALID_JSON' }],
    ['bytes that are no UTF-8', createProject, { body: Buffer.from([0x22, 0xff, 0x22]) }, { code: 'INVALID_JSON' }],
    ['half a character', createProject, { body: bytes('{"name":"\\ud83d"}') }, { code: 'INVALID_JSON' }],
    ['half a character in a name', createProject, { body: bytes('{"\\uDE00":1}') }, { code: 'INVALID_JSON' }],
    [
      'arrays too deep',
      createProject,
      { body: bytes(`{"name":${deep('[', ']')}}`) },
      { status: 400, code: 'INVALID_JSON' },
    ],
    [
      'objects too deep',
      receiveWebhook,
      { body: eventWith(deep('{"a":', '}')), authorizer: webhook },
      { code: 'INVALID_JSON' },
    ],
    ['no body', createProject, { body: bytes('') }, { status: 400, code: 'INVALID_JSON' }],
    [
      'a missing property',
      createProject,
      { body: bytes('{}') },
      {
        status: 422,
        code: 'VALIDATION_FAILED',
        errors: [{ at: '/name', detail: expect.stringContaining('expected string') }],
      },
    ],
    [
      'an unknown property',
      createProject,
      { body: bytes('{"name":"a","owner":"mallory"}') },
      { status: 422, errors: [{ at: '', detail: expect.stringContaining('owner') }] },
    ],
    [
      'an invalid path parameter',
      startExport,
      { pathParameters: { projectId: '../1' }, body: bytes('{"format":"csv"}') },
      { status: 400, code: 'INVALID_PARAMETER', errors: [{ at: 'projectId', detail: expect.any(String) }] },
    ],
    [
      'an invalid query parameter',
      listProjects,
      { queryParameters: { limit: '101' } },
      { status: 400, code: 'INVALID_PARAMETER', errors: [{ at: 'limit', detail: expect.any(String) }] },
    ],
  ];
  test.each(cases)('%s', async (_, operation, changes, document) => {
    const answer = await run(operation, changes);
    expect(answer.headers['Content-Type']).toBe('application/problem+json');
    expect(answer.document).toMatchObject({ requestId: 'request-1', ...document });
    expect(logged).not.toHaveBeenCalled();
  });
});

describe('an implementation that throws', () => {
  test('a problem has its document, and the wait that it asks for', async () => {
    const answer = await run(createProject, {}, () =>
      Promise.reject(new Problem('SERVICE_UNAVAILABLE', { detail: 'The queue is busy', retryAfterSeconds: 5 })),
    );
    expect(answer).toMatchObject({
      status: 503,
      headers: { 'Retry-After': '5' },
      document: {
        type: 'urn:gatehouse:error:service-unavailable',
        code: 'SERVICE_UNAVAILABLE',
        detail: 'The queue is busy',
      },
    });
  });

  test('anything else tells the caller nothing but the request id, and the log everything', async () => {
    const cause = Object.assign(new Error('role x may not read table y'), { name: 'AccessDeniedException' });
    const answer = await run(createProject, {}, () => Promise.reject(cause));
    expect(answer.document).toEqual({
      type: 'urn:gatehouse:error:internal-error',
      title: 'Internal error',
      status: 500,
      code: 'INTERNAL_ERROR',
      requestId: 'request-1',
    });
    expect(logged).toHaveBeenCalledWith('INTERNAL_ERROR', cause);
  });

  test.each<[string, object]>([
    ['ThrottlingException', { name: 'ThrottlingException' }],
    ['ProvisionedThroughputExceededException', { name: 'ProvisionedThroughputExceededException' }],
    ['a transaction on the same item', { name: 'TransactionConflictException' }],
    ["the user pool's limit", { name: 'TooManyRequestsException' }],
    ["the queue's limit", { name: 'RequestThrottled' }],
    ['a call that took too long', { name: 'TimeoutError' }],
    ['a connection that was refused', { code: 'ECONNREFUSED' }],
    ["a service's own failure", { name: 'InternalErrorException', $fault: 'server' }],
    ['a failure without a name', { name: 'Unknown', $metadata: { httpStatusCode: 502 } }],
  ])('%s passes by itself: 503, with a wait', async (_, error) => {
    const answer = await run(createProject, {}, () => Promise.reject(Object.assign(new Error('busy'), error)));
    expect(answer).toMatchObject({ status: 503, headers: { 'Retry-After': '1' } });
  });

  test('what a service says of the request is a defect', async () => {
    const error = { name: 'ValidationException', $fault: 'client', $metadata: { httpStatusCode: 400 } };
    const answer = await run(createProject, {}, () => Promise.reject(Object.assign(new Error('no'), error)));
    expect(answer.status).toBe(500);
  });
});

describe('If-Match', () => {
  const answered: AnyImplementation = async ({ ifMatch }) => ({ status: 200, body: { ifMatch } });
  const update = (headers: OperationRequest['headers']) => run(updateProject, { ...change, headers }, answered);
  const remove = (headers: OperationRequest['headers']) => run(deleteProject, { ...change, headers }, answered);

  test('reaches the implementation as it was sent', async () => {
    for (const value of ['"3"', '*']) {
      expect((await update({ 'if-match': value })).document).toEqual({ ifMatch: value });
      expect((await remove({ 'if-match': value })).document).toEqual({ ifMatch: value });
    }
  });

  test('may be left out where it is optional only', async () => {
    expect((await remove({})).document).toEqual({});
    expect((await update({})).document).toMatchObject({ status: 428, code: 'PRECONDITION_REQUIRED' });
  });

  test.each(['3', 'W/"3"', '"1", "2"', '""', '"a b"', `"${'x'.repeat(65)}"`])('%s is no version', async (value) => {
    expect((await update({ 'if-match': value })).document).toMatchObject({
      code: 'INVALID_PARAMETER',
      errors: [{ at: 'If-Match', detail: expect.any(String) }],
    });
  });
});

test('a request whose caller the gateway does not name is answered with a problem document too', async () => {
  const answer = await run(createProject, { authorizer: undefined });
  expect(answer).toMatchObject({ status: 500, document: { code: 'INTERNAL_ERROR', requestId: 'request-1' } });
  expect(logged).toHaveBeenCalledWith(
    'INTERNAL_ERROR',
    expect.objectContaining({ message: expect.stringContaining('user') }),
  );
});

test('a guard sees the request before anything of it is read', async () => {
  const guard = () => {
    throw new Problem('INVALID_SIGNATURE');
  };
  const answer = await runOperation(createProject, created, request({ body: bytes('{') }), { guard });
  expect(answer.status).toBe(401);
});

describe('an idempotency key', () => {
  const scopes: IdempotencyScope[] = [];
  const keeper: IdempotencyKeeper = (scope, runOnce) => {
    scopes.push(scope);
    return runOnce();
  };
  beforeEach(() => scopes.splice(0));

  test('belongs to the caller, the operation and the path parameters', async () => {
    await runOperation(createProject, created, request({ headers: { 'idempotency-key': 'once' } }), { keeper });
    expect(scopes).toMatchObject([
      {
        caller: 'user:ann',
        operationId: 'createProject',
        pathParameters: {},
        key: 'once',
        body: { name: 'Moon base' },
      },
    ]);
  });

  test('that is absent leaves the request as it is', async () => {
    await runOperation(createProject, created, request(), { keeper });
    expect(scopes).toEqual([]);
  });

  test('that is empty or too long is refused', async () => {
    for (const key of ['', 'x'.repeat(129), 'with space']) {
      const answer = await runOperation(createProject, created, request({ headers: { 'idempotency-key': key } }), {
        keeper,
      });
      expect(answer.status).toBe(400);
    }
    expect(scopes).toEqual([]);
  });
});
