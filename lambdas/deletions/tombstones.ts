import { projectPartition } from '../projects/project-records.ts';
import type { Key } from '../shared/item.ts';

/**
 * What was deleted but is still there. From the tombstone on nobody sees it; the storage sweeper
 * removes what is left, in batches, and the tombstone last.
 */
export type Deleted =
  | { readonly what: 'project'; readonly projectId: string }
  | { readonly what: 'task'; readonly projectId: string; readonly taskId: string }
  | {
      readonly what: 'attachment';
      readonly projectId: string;
      readonly taskId: string;
      readonly attachmentId: string;
    };

export type TombstoneItem = Key & Deleted & { readonly gsi1pk: string; readonly gsi1sk: string };

/** Partition of `gsi1` that lists deletions by the time from which the sweeper may work on them. */
export const deletionsPartition = 'DELETIONS';

/**
 * Seconds between a deletion and its sweep: more than a presigned upload is good for and than any
 * function runs, so that nothing can be added to what is swept.
 */
export const sweepDelaySeconds = 15 * 60;

export function tombstoneOf(deleted: Deleted, now: Date): TombstoneItem {
  const name = nameOf(deleted);
  const dueAt = new Date(now.getTime() + sweepDelaySeconds * 1000).toISOString();
  return {
    pk: projectPartition(deleted.projectId),
    sk: `DELETED#${name}`,
    gsi1pk: deletionsPartition,
    gsi1sk: `${dueAt}#${name}`,
    ...deleted,
  };
}

function nameOf(deleted: Deleted): string {
  switch (deleted.what) {
    case 'project':
      return `PROJECT#${deleted.projectId}`;
    case 'task':
      return `TASK#${deleted.taskId}`;
    case 'attachment':
      return `ATTACHMENT#${deleted.attachmentId}`;
  }
}
