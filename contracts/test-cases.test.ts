import { describe, expect, test } from 'vitest';
import { defineApi, del, type Operation, operationOf, post, user } from './route-table.ts';
import { type Observation, testCasesOf } from './test-cases.ts';

const api = defineApi('notes', 'rest', {
  addNote: post('/projects/{projectId}/notes', {
    summary: 'Add a note',
    access: user,
    path: { projectId: 'ProjectId' },
    body: 'CreateProject',
    answers: { 201: { schema: 'Project' } },
    errors: ['NOT_FOUND'],
    throttle: 'standard',
    idempotency: 'key',
    touches: {},
  }),
  deleteNotes: del('/projects/{projectId}/notes', {
    summary: 'Delete all notes',
    access: user,
    path: { projectId: 'ProjectId' },
    query: { limit: { schema: 'PageLimit' } },
    answers: { 204: {} },
    errors: ['NOT_FOUND', 'FORBIDDEN'],
    throttle: 'standard',
    idempotency: 'none',
    ifMatch: 'required',
    touches: {},
  }),
});
const [addNote, deleteNotes] = [operationOf(api, 'addNote'), operationOf(api, 'deleteNotes')];

const seen = (changes: Partial<Observation>): Observation => ({
  operationId: 'addNote',
  caller: 'ann',
  role: 'owner',
  pathParameters: { projectId: '1' },
  status: 201,
  places: [],
  sent: 'a',
  received: 'b',
  ...changes,
});

const isShown = (operation: Operation, kind: string, part: string, observations: readonly Observation[]) => {
  const found = testCasesOf(operation, 'rest').filter(
    ({ name, ...testCase }) => testCase.kind === kind && name.includes(part),
  );
  expect(found).toHaveLength(1);
  return found[0]?.isShownBy(observations, observations);
};

test('a row has the cases of its shape', () => {
  const names = (operation: Operation, kind: 'rest' | 'http') =>
    testCasesOf(operation, kind).map((testCase) => `${testCase.kind}: ${testCase.name}`);
  expect(names(addNote, 'rest')).toEqual([
    'answers: 201',
    'errors: NOT_FOUND',
    'errors: INTERNAL_ERROR',
    'errors: SERVICE_UNAVAILABLE',
    'errors: INVALID_JSON',
    'errors: VALIDATION_FAILED',
    'errors: INVALID_PARAMETER',
    'errors: IDEMPOTENCY_IN_PROGRESS',
    'errors: IDEMPOTENCY_MISMATCH',
    'stranger: a stranger to the projectId of what others have reached',
    'body: a body that breaks CreateProject, refused by the gateway',
    'body: a body that breaks CreateProject, refused by the handler',
    'body: a body that is no JSON',
    'parameters: a bad projectId',
    'headers: a bad Idempotency-Key',
    'replay: a request that comes again with its Idempotency-Key and gets the same answer',
  ]);
  expect(names(addNote, 'http')).not.toContain('body: a body that breaks CreateProject, refused by the gateway');
  expect(names(deleteNotes, 'rest')).toEqual(
    expect.arrayContaining([
      'non-owner: a member who is no owner, FORBIDDEN',
      'parameters: a bad limit',
      'headers: a bad If-Match',
    ]),
  );
});

test('codes that are seen elsewhere are no cases', () => {
  const cases = testCasesOf(addNote, 'rest', new Set(['INTERNAL_ERROR']));
  expect(cases.map(({ name }) => name)).not.toContain('INTERNAL_ERROR');
});

describe('a stranger is shown', () => {
  const stranger = seen({ caller: 'eve', role: 'stranger', status: 404, code: 'NOT_FOUND' });
  const shown = (...observations: readonly Observation[]) => isShown(addNote, 'stranger', '', observations);

  test('at something that somebody else has reached, by whatever row', () => {
    expect(shown(stranger, seen({}))).toBe(true);
    expect(shown(stranger, seen({ operationId: 'deleteNotes', status: 204 }))).toBe(true);
  });

  test('not at something that nobody, nobody else or nobody with success has reached', () => {
    expect(shown(stranger)).toBe(false);
    expect(shown(stranger, seen({ caller: 'eve' }))).toBe(false);
    expect(shown(stranger, seen({ status: 400 }))).toBe(false);
    expect(shown(stranger, seen({ pathParameters: { projectId: '2' } }))).toBe(false);
  });

  test('not by another role, and not by another answer', () => {
    expect(shown({ ...stranger, role: 'member' }, seen({}))).toBe(false);
    expect(shown({ ...stranger, code: 'FORBIDDEN' }, seen({}))).toBe(false);
  });
});

test('a member who is no owner is shown by FORBIDDEN for a member', () => {
  const forbidden = seen({ operationId: 'deleteNotes', role: 'member', status: 403, code: 'FORBIDDEN' });
  expect(isShown(deleteNotes, 'non-owner', '', [forbidden])).toBe(true);
  expect(isShown(deleteNotes, 'non-owner', '', [{ ...forbidden, role: 'stranger' }])).toBe(false);
});

test('a bad parameter is shown by a problem that names it', () => {
  const refused = seen({ status: 400, code: 'INVALID_PARAMETER', places: ['limit'] });
  expect(isShown(deleteNotes, 'parameters', 'limit', [refused])).toBe(true);
  expect(isShown(deleteNotes, 'parameters', 'projectId', [refused])).toBe(false);
});

test('a replay is shown by the same answer to the same request with the same key', () => {
  const first = seen({ idempotencyKey: 'k' });
  const shown = (again: Partial<Observation>) => isShown(addNote, 'replay', '', [first, { ...first, ...again }]);
  expect(shown({})).toBe(true);
  for (const change of [
    { caller: 'bob' },
    { sent: 'c' },
    { received: 'c' },
    { status: 200 },
    { idempotencyKey: 'l' },
  ]) {
    expect(shown(change)).toBe(false);
  }
  expect(isShown(addNote, 'replay', '', [first])).toBe(false);
  expect(isShown(addNote, 'replay', '', [seen({}), seen({})])).toBe(false);
});
