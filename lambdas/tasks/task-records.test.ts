import { expect, test } from 'vitest';
import { listEntries, type TaskItem, taskIdOf, taskOf } from './task-records.ts';

const task: TaskItem = {
  taskId: 'T1',
  projectId: 'P1',
  title: 'Find a crater',
  status: 'todo',
  createdBy: { userId: 'ann' },
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  version: 1,
};

const sortKeys = (changes: Partial<TaskItem>) => listEntries({ ...task, ...changes }).map(({ sk }) => sk);

test('a task is in the lists of its status, and in those of its assignee', () => {
  expect(sortKeys({})).toEqual(['TASKS#createdAt#todo#T1', 'TASKS#dueDate#todo#~#T1']);
  expect(sortKeys({ status: 'done', assigneeId: 'bob', dueDate: '2027-01-01' })).toEqual([
    'TASKS#createdAt#done#T1',
    'TASKS#dueDate#done#2027-01-01#T1',
    'TASKS-OF#bob#createdAt#done#T1',
    'TASKS-OF#bob#dueDate#done#2027-01-01#T1',
  ]);
});

test('every entry tells its task', () => {
  expect(sortKeys({ assigneeId: 'bob' }).map(taskIdOf)).toEqual(['T1', 'T1', 'T1', 'T1']);
});

test('callers see nothing of how it is stored', () => {
  const stored = { ...task, pk: 'PROJECT#P1', sk: 'TASK#T1' };
  const { version, ...visible } = task;
  expect(version).toBe(1);
  expect(taskOf(stored)).toEqual(visible);
});
