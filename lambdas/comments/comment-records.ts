import type { Shape } from '../../contracts/operation-types.ts';
import { projectPartition } from '../projects/project-records.ts';
import type { Item, Key } from '../shared/item.ts';
import { partsPrefix } from '../tasks/task-records.ts';

/** Begins the sort keys of a task's comments. See docs/data-model.md. */
export const commentPrefix = (taskId: string) => `${partsPrefix(taskId)}COMMENT#`;

export const commentKey = (projectId: string, taskId: string, commentId: string): Key => ({
  pk: projectPartition(projectId),
  sk: `${commentPrefix(taskId)}${commentId}`,
});

/** The comment as callers see it. */
export function commentOf(item: Item): Shape<'Comment'> {
  const { commentId, taskId, authorId, text, createdAt } = item as unknown as Shape<'Comment'>;
  return { commentId, taskId, authorId, text, createdAt };
}
