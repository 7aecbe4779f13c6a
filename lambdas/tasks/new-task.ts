import { systemClock } from '../shared/clock.ts';
import { required } from '../shared/environment.ts';
import { newId } from '../shared/identifiers.ts';
import { Problem } from '../shared/problem.ts';
import { writeTogether } from '../shared/write-together.ts';
import { newTaskWrites, type TaskItem } from './task-records.ts';

/** Stores a new task. */
export async function storeNewTask(
  task: Omit<TaskItem, 'taskId' | 'version' | 'createdAt' | 'updatedAt'>,
): Promise<TaskItem> {
  const now = systemClock.now().toISOString();
  const item: TaskItem = { ...task, taskId: newId(systemClock), version: 1, createdAt: now, updatedAt: now };
  await writeTogether(newTaskWrites(required('TABLE_NAME'), item));
  return item;
}

/** @throws {Problem} VALIDATION_FAILED if a task would be given to somebody who is no member. */
export function requireAssignee(assigneeId: string | undefined, member: unknown): void {
  if (assigneeId === undefined || member !== undefined) return;
  throw new Problem('VALIDATION_FAILED', {
    errors: [{ at: '/assigneeId', detail: 'Expected: a member of the project' }],
  });
}
