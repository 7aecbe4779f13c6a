import type { Context } from 'aws-lambda';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type Operation, operationOf } from '../../contracts/route-table.ts';
import { taskApi } from '../../contracts/task-api.ts';
import type { IdempotencyKeeper, IdempotencyScope } from './idempotency.ts';
import { logger } from './logger.ts';
import { type AnyImplementation, type OperationRequest, runOperation } from './operation.ts';
import { Problem } from './problem.ts';

const createProject = operationOf(taskApi, 'createProject');
const startExport = operationOf(taskApi, 'startExport');
const listProjects = operationOf(taskApi, 'listProjects');
const created: AnyImplementation = async ({ body }) => ({ status: 201, body, headers: { Location: '/projects/1' } });

const bytes = (text: string) => Buffer.from(text);

const request = (changes: Partial<OperationRequest> = {}): OperationRequest => ({
  requestId: 'request-1',
  caller: { kind: 'user', userId: 'ann' },
  pathParameters: {},
  queryParameters: {},
  headers: {},
  body: bytes('{"name":"Moon base"}'),
  basePath: '/dev',
  context: {} as Context,
  ...changes,
});

async function run(operation: Operation, changes: Partial<OperationRequest>, implementation = created) {
  const answer = await runOperation(operation, implementation, request(changes));
  return { ...answer, document: answer.body === undefined ? undefined : JSON.parse(answer.body) };
}

const logged = vi.spyOn(logger, 'error').mockImplementation(() => undefined);
vi.spyOn(logger, 'info').mockImplementation(() => undefined);
beforeEach(() => logged.mockClear());

describe('a request that keeps its row', () => {
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

  test.each(['ThrottlingException', 'ProvisionedThroughputExceededException', 'TimeoutError'])(
    '%s passes by itself: 503, with a wait',
    async (name) => {
      const answer = await run(createProject, {}, () => Promise.reject(Object.assign(new Error('busy'), { name })));
      expect(answer).toMatchObject({ status: 503, headers: { 'Retry-After': '1' } });
    },
  );
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
