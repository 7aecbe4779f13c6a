import { describe, expect, test } from 'vitest';
import { publicApi } from './public-api.ts';
import {
  checkOperationIds,
  defineApi,
  iam,
  jwt,
  open,
  operationOf,
  operationsOf,
  post,
  RouteTableError,
  type Row,
  type RowFields,
  user,
} from './route-table.ts';
import { taskApi } from './task-api.ts';

const fields: RowFields = {
  summary: 'Do a thing',
  access: user,
  answers: { 200: { schema: 'Project' } },
  errors: [],
  throttle: 'standard',
  idempotency: 'safe',
  touches: {},
};

/** A row as untyped code would hand it over. */
const row = (changes: object, method: Row['method'] = 'GET', route = '/things'): Row => ({
  method,
  route,
  fields: { ...fields, ...changes },
});

const define = (rows: Record<string, Row>, kind: 'rest' | 'http' = 'rest') => defineApi('test-api', kind, rows);

describe('a row that breaks a rule fails when the table is loaded, by its name', () => {
  test.each<[string, Row, RegExp]>([
    [
      'unknown schema',
      row({ answers: { 200: { schema: 'Thing' } } }),
      /names the schema 'Thing'.*Expected one of: .*Project/,
    ],
    ['unknown body', row({ body: 'Thing', idempotency: 'none' }, 'POST'), /names the schema 'Thing'/],
    ['unknown error', row({ errors: ['NO_SUCH_CODE'] }), /names the error 'NO_SUCH_CODE'/],
    ['no answer', row({ answers: {} }), /no successful answer/],
    ['body on GET', row({ body: 'CreateProject' }), /GET with a body/],
    ['unsafe GET', row({ idempotency: 'none' }), /'safe' on a GET, and only there/],
    ['unknown throttle', row({ throttle: 'fast' }), /throttle class 'fast'/],
    ['missing path schema', row({}, 'GET', '/things/{thingId}'), /no schema for the path parameter 'thingId'/],
    ['foreign path schema', row({ path: { itemId: 'ProjectId' } }), /'itemId', which the path '\/things' lacks/],
    ['bad path', row({}, 'GET', '/Things/'), /path '\/Things\/'/],
    ['no summary', row({ summary: ' ' }), /no summary/],
    ['no reason', row({ access: open({ owner: 'a', reason: '', reviewBy: '2027-01-01' }) }), /public without a reason/],
    ['no owner', row({ access: open({ owner: '', reason: 'b', reviewBy: '2027-01-01' }) }), /public without an owner/],
    ['bad date', row({ access: open({ owner: 'a', reason: 'b', reviewBy: 'soon' }) }), /review-by date 'soon'/],
    ['unknown scope', row({ access: { kind: 'partner', scope: 'moon:land' } }), /scope 'moon:land'.*projects:read/],
    ['unknown ifMatch', row({ ifMatch: 'always', idempotency: 'none' }, 'PUT'), /ifMatch 'always'/],
    ['ifMatch on POST', row({ ifMatch: 'optional', idempotency: 'none' }, 'POST'), /is a POST with ifMatch/],
    ['unknown touch', row({ touches: { moon: ['Land'] } }), /touches 'moon'/],
    ['unknown action', row({ touches: { table: ['Scan'] } }), /touches table with 'Scan'/],
  ])('%s', (_, wrong, message) => {
    expect(() => define({ getThing: wrong })).toThrow(RouteTableError);
    expect(() => define({ getThing: wrong })).toThrow(message);
    expect(() => define({ getThing: wrong })).toThrow("test-api: row 'getThing'");
  });

  test('an operation id that is no name', () => {
    expect(() => define({ 'get-thing': row({}) })).toThrow(/no camelCase name/);
  });

  test.each<[string, [string, ...string[]]]>([
    ['a scope of no resource server', ['read']],
    ['a scope that is two', ['contacts/read contacts/write']],
  ])('%s', (_, scopes) => {
    expect(() => define({ getThing: row({ access: jwt(...scopes) }) }, 'http')).toThrow(/scopes of a resource server/);
  });

  test('two rows of one method and path, whatever their parameters are called', () => {
    const rows = {
      getThing: row({ path: { thingId: 'ProjectId' } }, 'GET', '/things/{thingId}'),
      readThing: row({ path: { id: 'ProjectId' } }, 'GET', '/things/{id}'),
    };
    expect(() => define(rows)).toThrow(
      /row 'readThing' declares GET \/things\/\{id\}, which row 'getThing' declares already/,
    );
  });

  test('an access that the kind of API has no authorizer for', () => {
    expect(() => define({ getThing: row({}) }, 'http')).toThrow(
      /access 'user', for which a HTTP API has no authorizer/,
    );
    expect(() => define({ getThing: row({ access: iam }) })).toThrow(/access 'iam', for which a REST API has no auth/);
    expect(() => define({ getThing: row({ access: iam }) }, 'http')).not.toThrow();
  });

  test('an operation id that two APIs declare', () => {
    const api = define({ getThing: row({}) });
    const other = defineApi('other-api', 'rest', { getThing: row({}) });
    expect(() => checkOperationIds([api, other])).toThrow(/other-api: row 'getThing'.*test-api/);
    expect(() => checkOperationIds([taskApi, publicApi])).not.toThrow();
  });
});

describe('a resolved row', () => {
  const api = defineApi('test-api', 'rest', {
    createThing: post('/projects/{projectId}/things', {
      summary: 'Make a thing',
      access: user,
      path: { projectId: 'ProjectId' },
      query: { limit: { schema: 'PageLimit', required: true } },
      body: 'CreateProject',
      answers: { 201: { schema: 'Project', headers: ['Location'] } },
      errors: ['NOT_FOUND'],
      throttle: 'standard',
      idempotency: 'key',
      touches: { table: ['Query'] },
    }),
    getThing: row({}),
  });

  test('has the errors that its shape implies', () => {
    expect(operationOf(api, 'createThing').errors).toEqual([
      'NOT_FOUND',
      'INTERNAL_ERROR',
      'SERVICE_UNAVAILABLE',
      'INVALID_JSON',
      'VALIDATION_FAILED',
      'INVALID_PARAMETER',
      'IDEMPOTENCY_IN_PROGRESS',
      'IDEMPOTENCY_MISMATCH',
    ]);
    expect(operationOf(api, 'getThing').errors).toEqual(['INTERNAL_ERROR']);
  });

  test('that takes a header has the error of one that is none', () => {
    const withHeaders = defineApi('test-api', 'rest', {
      createThing: { ...row({ idempotency: 'key' }, 'POST'), route: '/things' },
      updateThing: { ...row({ ifMatch: 'required', idempotency: 'none' }, 'PUT'), route: '/things' },
    });
    for (const { errors } of operationsOf(withHeaders)) expect(errors).toContain('INVALID_PARAMETER');
  });

  test('that touches a service has the error of one that is not there', () => {
    const touching = defineApi('test-api', 'rest', { getThing: row({ touches: { table: ['GetItem'] } }) });
    expect(operationOf(touching, 'getThing').errors).toContain('SERVICE_UNAVAILABLE');
  });

  test('of a change has the errors of If-Match', () => {
    const update = defineApi('test-api', 'rest', {
      updateThing: row({ ifMatch: 'required', idempotency: 'none' }, 'PUT'),
      deleteThing: row({ ifMatch: 'optional', idempotency: 'none' }, 'DELETE'),
    });
    expect(operationOf(update, 'updateThing').errors).toContain('PRECONDITION_REQUIRED');
    expect(operationOf(update, 'deleteThing').errors).toContain('PRECONDITION_FAILED');
    expect(operationOf(update, 'deleteThing').errors).not.toContain('PRECONDITION_REQUIRED');
  });

  test('may touch what idempotency records need', () => {
    expect(operationOf(api, 'createThing').touches).toEqual({
      table: ['Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
    });
  });

  test('says everything, in the order of the table', () => {
    expect(operationsOf(api).map(({ operationId }) => operationId)).toEqual(['createThing', 'getThing']);
    expect(operationOf(api, 'createThing')).toMatchObject({
      method: 'POST',
      path: '/projects/{projectId}/things',
      pathParameters: [{ name: 'projectId', schema: 'ProjectId' }],
      queryParameters: [{ name: 'limit', schema: 'PageLimit', required: true }],
      answers: [{ status: 201, schema: 'Project', headers: ['Location'], optionalHeaders: [] }],
    });
  });

  test('that is not there is refused by name', () => {
    expect(() => operationOf(api, 'noThing')).toThrow(
      "test-api has no row 'noThing'. Expected one of: createThing, getThing",
    );
  });
});
