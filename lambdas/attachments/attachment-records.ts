import type { Shape } from '../../contracts/operation-types.ts';
import { projectPartition } from '../projects/project-records.ts';
import type { Item, Key } from '../shared/item.ts';
import { partsPrefix } from '../tasks/task-records.ts';

/** Begins the sort keys of a task's attachments. See docs/data-model.md. */
export const attachmentPrefix = (taskId: string) => `${partsPrefix(taskId)}ATTACHMENT#`;

export const attachmentKey = (projectId: string, taskId: string, attachmentId: string): Key => ({
  pk: projectPartition(projectId),
  sk: `${attachmentPrefix(taskId)}${attachmentId}`,
});

export interface AttachmentItem extends Omit<Shape<'Attachment'>, 'download'> {
  readonly projectId: string;
  /** Both are there until the sweeper has seen the file, or that it never came. */
  readonly gsi1pk?: string;
  readonly gsi1sk?: string;
}

/** Partition of `gsi1` that lists announced files by the time at which their upload ends. */
export const uploadsPartition = 'UPLOADS';

/** Files of a task, those among them that were announced and have not come. */
export const mostAttachments = 100;

export const attachmentItemOf = (item: Item) => item as unknown as AttachmentItem;
