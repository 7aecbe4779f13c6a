import { describe, expect, it } from 'vitest';
import { assertsSomething, compare, type Observation, unknownMembers } from './comparison.ts';
import type { Expectation } from './conformance-case.ts';
import { differences, memberAt } from './shapes.ts';
import { imageText } from './stages/image.ts';

const event = {
  resource: '/orders/{id}',
  pathParameters: { id: '7' },
  headers: { Host: 'here' },
  requestContext: { stage: 'dev', authorizer: { 'cognito:groups': '[a b]' } },
  body: null,
};

function observation(more: { status?: number; headers?: [string, string][]; body?: string; invoked?: boolean } = {}) {
  const { status = 200, headers = [['Content-Type', 'application/json']], body = '{"message": "Forbidden"}' } = more;
  return {
    response: { status, headers, body: Buffer.from(body) },
    event: () => event,
    authorizerEvents: async () => (more.invoked ? [{ type: 'TOKEN', methodArn: 'arn' }] : []),
    logRow: () => ({ status: '200', 'error.responseType': 'THROTTLED' }),
  } satisfies Observation;
}

const strictly = (expected: Expectation, found: Observation = observation()) =>
  compare(found, expected, { loose: false });
const loosely = (expected: Expectation, found: Observation = observation()) =>
  compare(found, expected, { loose: true });

describe('each member of an expectation takes what is as described and finds what is not', () => {
  const rows: readonly [member: string, met: Expectation, unmet: Expectation, found?: Observation][] = [
    ['status', { status: 200 }, { status: 403 }],
    ['headers', { headers: { 'content-type': 'application/json' } }, { headers: { 'content-type': 'text/plain' } }],
    [
      'headers by a pattern',
      { headers: { 'Content-Type': { regex: '.*json' } } },
      { headers: { 'Content-Type': { regex: 'json' } } },
    ],
    ['headers_present', { headers_present: ['CONTENT-TYPE'] }, { headers_present: ['Vary'] }],
    ['headers_absent', { headers_absent: ['Vary'] }, { headers_absent: ['content-type'] }],
    [
      'header_lines',
      { header_lines: { 'set-cookie': ['a=1', 'b=2'] } },
      { header_lines: { 'set-cookie': ['b=2', 'a=1'] } },
      observation({
        headers: [
          ['Set-Cookie', 'a=1'],
          ['set-cookie', 'b=2'],
        ],
      }),
    ],
    ['body.exact', { body: { exact: '{"message": "Forbidden"}' } }, { body: { exact: '{"message":"Forbidden"}' } }],
    ['body.json', { body: { json: { message: 'Forbidden' } } }, { body: { json: { message: 'Unauthorized' } } }],
    ['body.exact_json', { body: { exact_json: { message: 'Forbidden' } } }, { body: { exact_json: {} } }],
    [
      'body.exact_json_regex',
      { body: { exact_json_regex: { message: 'For.*' } } },
      { body: { exact_json_regex: { message: 'for.*' } } },
    ],
    [
      'body.json_schema',
      { body: { json_schema: { message: 'str' } } },
      { body: { json_schema: { message: '<number>' } } },
    ],
    ['body.contains', { body: { contains: 'Forb' } }, { body: { contains: 'forb' } }],
    ['body.regex', { body: { regex: 'Forb.*' } }, { body: { regex: 'Forb' } }],
    [
      'body.json_one_of',
      { body: { json_one_of: ['x', 'Forb.*'], field: 'message' } },
      { body: { json_one_of: ['x', 'y'], field: 'message' } },
    ],
    ['body.bytes_hex', { body: { bytes_hex: '6f6b' } }, { body: { bytes_hex: '6f' } }, observation({ body: 'ok' })],
    ['body.decoded', { body: { decoded: true } }, { body: { decoded: false } }, observation({ body: imageText })],
    [
      'event_subset',
      { event_subset: { 'requestContext.stage': 'dev' } },
      { event_subset: { 'requestContext.stage': 'prod' } },
    ],
    ['event_subset of null', { event_subset: { body: null } }, { event_subset: { version: null } }],
    [
      'event_shape',
      { event_shape: { headers: { Host: '<string>' } } },
      { event_shape: { headers: { Host: '<number>' } } },
    ],
    [
      'event_is_complete',
      { event_is_complete: true, event_shape: { ...event, headers: { Host: '<string>' } } },
      { event_is_complete: true, event_shape: { headers: { Host: '<string>' } } },
    ],
    [
      'event_of',
      { event_of: 'authorizer', event_shape: { type: 'TOKEN' } },
      { event_of: 'authorizer', event_shape: { resource: '/orders/{id}' } },
      observation({ invoked: true }),
    ],
    [
      'event_keys_absent',
      { event_keys_absent: ['version', 'requestContext.x'] },
      { event_keys_absent: ['requestContext.stage'] },
    ],
    ['event_headers_absent', { event_headers_absent: ['Vary'] }, { event_headers_absent: ['Host'] }],
    ['event_headers_present', { event_headers_present: ['Host'] }, { event_headers_present: ['host'] }],
    ['authorizer_invoked', { authorizer_invoked: false }, { authorizer_invoked: true }],
    ['served_by', { served_by: 'GET /orders/{id}' }, { served_by: 'GET /orders' }],
    ['pathParameters', { pathParameters: { id: '7' } }, { pathParameters: {} }],
    ['responseType', { responseType: 'THROTTLED' }, { responseType: 'QUOTA_EXCEEDED' }],
    ['log', { log: { status: '200' } }, { log: { status: '-' } }],
  ];

  it.each(rows)('%s', async (_, met, unmet, found = observation()) => {
    expect(await strictly(met, found)).toEqual([]);
    expect(await strictly(unmet, found)).not.toEqual([]);
  });
});

describe('a fact of a third party', () => {
  it('compares JSON by its value, and texts without case and spacing', async () => {
    const retyped: Expectation = {
      body: { exact: '{"message":"Forbidden"}' },
      headers: { 'content-type': 'Application/JSON' },
    };
    expect(await loosely(retyped)).toEqual([]);
    expect(await strictly(retyped)).toHaveLength(2);
  });

  it('is not asserted of the length', async () => {
    expect(await loosely({ headers: { 'Content-Length': '23' } })).toEqual([]);
  });

  it('still finds another value', async () => {
    expect(await loosely({ body: { exact: '{"message":"Unauthorized"}' } })).toHaveLength(1);
    expect(await loosely({ body: { exact: 'Forbidden' } })).toHaveLength(1);
    expect(await loosely({ headers: { 'content-type': 'text/plain' } })).toHaveLength(1);
  });
});

describe('an expectation', () => {
  it('of nothing known is told apart from one that can fail', () => {
    const nothing: Expectation = { status: null, headers: {}, body: null, statement: 'prose' };
    expect(assertsSomething(nothing)).toBe(false);
    expect(assertsSomething({ ...nothing, status: 200 })).toBe(true);
  });

  it('with a member that nothing compares is found', async () => {
    const unheardOf = { trailers: ['x'] };
    expect(unknownMembers(unheardOf)).toEqual(['trailers']);
    expect(await strictly(unheardOf as Expectation)).toEqual(["the suite cannot compare 'trailers'"]);
  });
});

describe('shapes', () => {
  it.each([
    ['<string: digits>', '443', '44a'],
    ['<string: dd/MMM/yyyy:HH:mm:ss +0000>', '02/Jan/2026:03:04:05 +0000', '2026-01-02'],
    ["<string: 'EEE MMM dd HH:mm:ss UTC yyyy'>", 'Tue Jun 18 15:00:04 UTC 2024', '1718722804'],
    ['<ms epoch string>', '1718722804000', 1718722804000],
    ['<32 hex>', 'd25a6aea97eb8f585bfa92d314504a92', 'd25a'],
    ['uuid', '0b5bd4f5-5a1f-4c1b-8f0e-2f8a2a7e2c11', '0b5bd4f5'],
    ['hex', 'AF09', 'AG'],
    ['base64', 'aGVsbG8=', 'a b'],
    ['jwt', 'a.b.c', 'a.b'],
    ['jwe', 'a.b.c.d.e', 'a.b.c'],
    ['str', 'text', ''],
    ['<number>', 7, '7'],
  ])('%s stands for its kind', (placeholder, good, bad) => {
    expect(differences(good, placeholder)).toEqual([]);
    expect(differences(bad, placeholder)).toHaveLength(1);
  });

  it('say where a value differs', () => {
    expect(differences({ a: [{ b: 1 }] }, { a: [{ b: 2 }] })).toEqual(['a[0].b is 1. Expected: 2']);
    expect(differences({ a: [1, 2] }, { a: [1] })).toEqual(['a is [1,2]. Expected: [1]']);
    expect(differences({ a: 1, b: 2 }, { a: 1 }, { complete: true })).toEqual(['.b is 2. Expected: no such member']);
  });

  it('find members by dotted paths, whatever their names hold', () => {
    expect(memberAt(event, 'requestContext.authorizer.cognito:groups')).toBe('[a b]');
    expect(memberAt({ 'a.b': { c: 1 } }, 'a.b.c')).toBe(1);
    expect(memberAt(event, 'requestContext.none.deeper')).toBeUndefined();
  });
});
