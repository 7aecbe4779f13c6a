import { describe, expect, test } from 'vitest';
import { type TaskFilters, taskQueryOf } from './task-query.ts';

describe('the lists that a query reads', () => {
  test.each<[TaskFilters, object]>([
    [
      {},
      {
        sorting: 'createdAt',
        isDescending: true,
        prefixes: ['TASKS#createdAt#todo#', 'TASKS#createdAt#in_progress#', 'TASKS#createdAt#done#'],
      },
    ],
    [
      { order: 'createdAt', status: 'done' },
      { isDescending: false, prefixes: ['TASKS#createdAt#done#'] },
    ],
    [{ assigneeId: 'ann', status: 'todo' }, { prefixes: ['TASKS-OF#ann#createdAt#todo#'] }],
    [
      { order: '-dueDate', status: 'todo' },
      { sorting: 'dueDate', isDescending: true, prefixes: ['TASKS#dueDate#todo#'] },
    ],
    [
      { dueFrom: '2027-01-01', status: 'todo' },
      { isDescending: false, prefixes: ['TASKS#dueDate#todo#'] },
    ],
  ])('%j', (filters, query) => {
    expect(taskQueryOf(filters)).toMatchObject(query);
  });
});

describe('the places within a query', () => {
  const isWithin = (filters: TaskFilters, place: string) => {
    const { from, to } = taskQueryOf(filters);
    return place >= from && place <= to;
  };
  const undated = '~#01ARZ3NDEKTSV4RRFFQ69G5FAV';
  const due = (date: string) => `${date}#7ZZZZZZZZZZZZZZZZZZZZZZZZZ`;

  test('are all, with and without a due date, if no due dates are asked for', () => {
    expect(isWithin({}, '00000000000000000000000000')).toBe(true);
    expect(isWithin({}, '7ZZZZZZZZZZZZZZZZZZZZZZZZZ')).toBe(true);
    expect(isWithin({ order: 'dueDate' }, undated)).toBe(true);
    expect(isWithin({ order: 'dueDate' }, due('0001-01-01'))).toBe(true);
  });

  test('are those of the first to the last day, both included', () => {
    const range = { dueFrom: '2027-02-01', dueTo: '2027-02-28' };
    expect(['2027-01-31', '2027-02-01', '2027-02-28', '2027-03-01'].map((date) => isWithin(range, due(date)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(isWithin(range, undated)).toBe(false);
    expect(isWithin({ dueFrom: '2027-02-01' }, due('9999-12-31'))).toBe(true);
    expect(isWithin({ dueFrom: '2027-02-01' }, undated)).toBe(false);
    expect(isWithin({ dueTo: '2027-02-01' }, due('0001-01-01'))).toBe(true);
  });
});

test.each<[TaskFilters, string]>([
  [{ dueFrom: '2027-01-01', order: '-createdAt' }, 'order'],
  [{ dueFrom: '2027-01-02', dueTo: '2027-01-01' }, 'dueTo'],
])('%j is refused at %s', (filters, at) => {
  expect(() => taskQueryOf(filters)).toThrow(
    expect.objectContaining({ code: 'INVALID_PARAMETER', details: { errors: [expect.objectContaining({ at })] } }),
  );
});
