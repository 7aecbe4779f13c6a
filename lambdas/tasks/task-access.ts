import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { type ProjectAccess, requireMember } from '../projects/project-access.ts';
import { required } from '../shared/environment.ts';
import type { Key } from '../shared/item.ts';
import { Problem } from '../shared/problem.ts';
import { documents } from '../shared/table.ts';
import { type TaskItem, taskItemOf, taskKey, taskPointerKey } from './task-records.ts';

/** A member of a task's project before the task. */
export interface TaskAccess extends ProjectAccess {
  readonly task: TaskItem;
}

/**
 * Reads a task for a member of its project, with two calls.
 *
 * @param othersIn keys of further items to read with it, given the project.
 * @throws {Problem} NOT_FOUND if there is no such task, or none for this user.
 */
export async function requireTask(
  userId: string,
  taskId: string,
  othersIn: (projectId: string) => readonly Key[] = () => [],
): Promise<TaskAccess> {
  const projectId = await projectOfTask(taskId);
  const access = await requireMember(userId, projectId, [taskKey(projectId, taskId), ...othersIn(projectId)]);
  const [task, ...others] = access.others;
  if (!task) throw new Problem('NOT_FOUND');
  return { ...access, task: taskItemOf(task), others };
}

async function projectOfTask(taskId: string): Promise<string> {
  const { Item } = await documents.send(
    new GetCommand({ TableName: required('TABLE_NAME'), Key: taskPointerKey(taskId), ConsistentRead: true }),
  );
  if (!Item) throw new Problem('NOT_FOUND');
  return String(Item['projectId']);
}
