import type { Shape } from '../../contracts/operation-types.ts';
import { projectPartition } from '../projects/project-records.ts';
import type { Item, Key } from '../shared/item.ts';
import type { TransactItem } from '../shared/write-together.ts';

/** Keys of the items that a task consists of. See docs/data-model.md. */

/** Begins the sort keys of tasks, and of what belongs to them. */
export const taskPrefix = 'TASK#';
export const taskKey = (projectId: string, taskId: string): Key => ({
  pk: projectPartition(projectId),
  sk: `${taskPrefix}${taskId}`,
});
/** Begins the sort keys of a task's comments and attachments. */
export const partsPrefix = (taskId: string) => `${taskPrefix}${taskId}#`;

/** Tells the project of a task, for paths that name the task alone. */
export const taskPointerKey = (taskId: string): Key => ({ pk: `${taskPrefix}${taskId}`, sk: 'TASK' });

export type TaskStatus = Shape<'TaskStatus'>;
export const taskStatuses = ['todo', 'in_progress', 'done'] as const satisfies readonly TaskStatus[];

export interface TaskItem extends Shape<'Task'> {
  /** Counts the changes; the entity tag. */
  readonly version: number;
}

export const taskItemOf = (item: Item) => item as unknown as TaskItem;

/** The writes that make a task appear, with its pointer and in its lists. */
export function newTaskWrites(table: string, task: TaskItem): TransactItem[] {
  const { projectId, taskId } = task;
  const put = (item: Item): TransactItem => ({
    Put: { TableName: table, Item: item, ConditionExpression: 'attribute_not_exists(pk)' },
  });
  return [
    put({ ...taskKey(projectId, taskId), ...task }),
    put({ ...taskPointerKey(taskId), projectId }),
    ...listEntries(task).map((entry) => ({ Put: { TableName: table, Item: { ...entry } } })),
  ];
}

/** What lists are sorted by. */
export type TaskSorting = 'createdAt' | 'dueDate';

/** Stands where a due date would: behind every date. */
const noDueDate = '~';

/**
 * Begins the sort keys of one list: the tasks of a status, of one assignee or of all, sorted.
 * Every combination of filters reads one such list for each status.
 */
export function listPrefix(sorting: TaskSorting, status: TaskStatus, assigneeId: string | undefined): string {
  return `${assigneeId === undefined ? 'TASKS' : `TASKS-OF#${assigneeId}`}#${sorting}#${status}#`;
}

/** A task's place in a list: what follows the prefix in the sort key. */
function listPlace(sorting: TaskSorting, { taskId, dueDate }: Pick<TaskItem, 'taskId' | 'dueDate'>): string {
  return sorting === 'createdAt' ? taskId : `${dueDate ?? noDueDate}#${taskId}`;
}

/** The task's id, from its place in a list or from the whole sort key. */
export const taskIdOf = (place: string): string => place.slice(place.lastIndexOf('#') + 1);

/** Keys of a task's entries in the project's lists: two, and two more in those of its assignee. */
export function listEntries(task: TaskItem): readonly Key[] {
  const { projectId, status, assigneeId } = task;
  const lists = assigneeId === undefined ? [undefined] : [undefined, assigneeId];
  return lists.flatMap((list) =>
    (['createdAt', 'dueDate'] as const).map((sorting) => ({
      pk: projectPartition(projectId),
      sk: `${listPrefix(sorting, status, list)}${listPlace(sorting, task)}`,
    })),
  );
}

/** The task as members see it. */
export function taskOf(task: TaskItem): Shape<'Task'> {
  const { assigneeId, createdBy } = task;
  return { ...partnerTaskOf(task), ...(assigneeId === undefined ? {} : { assigneeId }), createdBy };
}

/** The task as partners see it: nothing of the project's members. */
export function partnerTaskOf(task: TaskItem): Shape<'PartnerTask'> {
  const { taskId, projectId, title, description, status, dueDate, createdAt, updatedAt } = task;
  return {
    taskId,
    projectId,
    title,
    ...(description === undefined ? {} : { description }),
    status,
    ...(dueDate === undefined ? {} : { dueDate }),
    createdAt,
    updatedAt,
  };
}
