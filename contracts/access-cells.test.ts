import { describe, expect, test } from 'vitest';
import { attempts, type Verdict } from './access-attempts.ts';
import { accessCellsOf, isApplicable, isAsDeclared, type SeenAnswer, smokeCellsOf } from './access-cells.ts';
import { publicApi } from './public-api.ts';
import { operationsOf } from './route-table.ts';
import { taskApi } from './task-api.ts';

const apis = [taskApi, publicApi];
const cells = apis.flatMap(accessCellsOf);
const operations = apis.flatMap(operationsOf);
const cellOf = (operationId: string, attempt: keyof typeof attempts) =>
  cells.find((cell) => cell.operation.operationId === operationId && cell.attempt === attempt)?.declared;

test('every route has a cell for every attempt: a verdict, or why it has none', () => {
  expect(cells).toHaveLength(operations.length * Object.keys(attempts).length);
  const silent = cells.filter((cell) => !isApplicable(cell) && (cell.declared as { because: string }).because === '');
  expect(silent).toEqual([]);
});

test('every attempt says something about some route', () => {
  const telling = new Set(cells.filter(isApplicable).map(({ attempt }) => attempt));
  expect(Object.keys(attempts).filter((name) => !telling.has(name as never))).toEqual([]);
});

describe.each(operations)('$operationId', ({ operationId, access }) => {
  const own = cells.filter(({ operation }) => operation.operationId === operationId).filter(isApplicable);
  const admitted = own.filter(({ declared }) => declared === 'admitted').map(({ attempt }) => attempt);

  test('lets in who may call it, on any stage, and nobody else', () => {
    const expected: Readonly<Record<typeof access.kind, readonly string[]>> = {
      public: ['no token', 'garbage token', 'ID token'],
      user: ['ID token'],
      partner: ['partner token, and key'],
      jwt: ['contacts token'],
      iam: ['AWS credentials'],
      webhook: ['signed webhook'],
    };
    expect(admitted).toEqual(expected[access.kind]);
    expect(own.filter(({ where, declared }) => where === 'local' && declared === 'admitted')).toEqual([]);
  });
});

test.each(operations.filter(({ access }) => access.kind !== 'public'))(
  '$operationId refuses at least a dozen attempts',
  ({ operationId }) => {
    const own = cells.filter(({ operation }) => operation.operationId === operationId).filter(isApplicable);
    expect(own.filter(({ declared }) => declared !== 'admitted').length).toBeGreaterThan(12);
  },
);

describe('smoke tests', () => {
  const applicable = cells.filter(isApplicable);
  const sent = smokeCellsOf(applicable);

  test('send every attempt that any stage can bear, to each kind of access that it tells something of', () => {
    const kindsOf = (some: readonly (typeof sent)[number][]) =>
      [...new Set(some.map(({ attempt, operation }) => `${operation.access.kind} ${attempt}`))].sort();
    expect(kindsOf(sent)).toEqual(kindsOf(applicable.filter(({ where }) => where === 'any stage')));
  });

  test('see for each route who is let in, and that nobody else is', () => {
    for (const { operationId, access } of operations) {
      const own = sent.filter(({ operation }) => operation.operationId === operationId);
      expect(own.some(({ declared }) => declared === 'admitted')).toBe(true);
      expect(own.some(({ declared }) => declared !== 'admitted')).toBe(access.kind !== 'public');
    }
  });

  test('send no route more than its throttle lets through in some seconds', () => {
    const counts = operations.map(
      ({ operationId }) => sent.filter(({ operation }) => operation.operationId === operationId).length,
    );
    expect(Math.max(...counts)).toBeLessThan(25);
  });
});

test('who is kept out by the handler follows from the row', () => {
  expect(cellOf('getTask', 'ID token of a stranger')).toBe('NOT_FOUND');
  expect(cellOf('listProjects', 'ID token of a stranger')).toEqual({ because: "names nothing that is somebody's" });
  expect(cellOf('deleteProject', 'ID token of a member who is neither owner nor author')).toBe('FORBIDDEN');
  expect(cellOf('getProject', 'ID token of a member who is neither owner nor author')).toEqual({
    because: 'is for all members',
  });
  expect(cellOf('listPartnerTasks', 'token and key of another partner')).toBe('NOT_FOUND');
});

test.each<[Verdict, SeenAnswer, boolean]>([
  ['admitted', { status: 200 }, true],
  ['admitted', { status: 404, code: 'NOT_FOUND' }, true],
  ['admitted', { status: 401 }, false],
  ['admitted', { status: 429 }, false],
  ['admitted', { status: 500 }, false],
  [401, { status: 401 }, true],
  [401, { status: 401, code: 'INVALID_CREDENTIALS' }, false],
  [403, { status: 401 }, false],
  ['NOT_FOUND', { status: 404, code: 'NOT_FOUND' }, true],
  ['NOT_FOUND', { status: 404 }, false],
  ['FORBIDDEN', { status: 403 }, false],
])('%s declared, %j seen: %s', (declared, seen, expected) => {
  expect(isAsDeclared(declared, seen)).toBe(expected);
});
