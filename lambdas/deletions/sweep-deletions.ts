import type { Clock } from '../shared/clock.ts';
import { required } from '../shared/environment.ts';
import { logger } from '../shared/logger.ts';
import { attachmentObject, projectObjects, taskObjects } from '../shared/object-keys.ts';
import { queryDue } from '../shared/query-due.ts';
import { partsPrefix } from '../tasks/task-records.ts';
import { deleteItems } from './batch-delete.ts';
import type { Budget } from './budget.ts';
import { deleteObjects } from './delete-objects.ts';
import { deletePartition } from './delete-partition.ts';
import { deletionsPartition, type TombstoneItem } from './tombstones.ts';

/** Most deletions that one run looks at; the next run goes on. */
const mostDeletions = 100;

/**
 * Removes what tombstones hide, then the tombstones. It may end anywhere and be begun again: what is
 * left is found by the keys that it shares with what was deleted, and the tombstone goes last.
 *
 * @returns the deletions that are done.
 */
export async function sweepDeletions(clock: Clock, budget: Budget): Promise<number> {
  const due = await queryDue(deletionsPartition, clock.now(), mostDeletions);
  let done = 0;
  for (const item of due) {
    const tombstone = item as unknown as TombstoneItem;
    if (!(budget.isLeft() && (await removeWhatIsLeft(tombstone, budget)))) break;
    await deleteItems([tombstone]);
    done += 1;
  }
  if (due.length > 0) logger.info('swept deletions', { due: due.length, done });
  return done;
}

/** @returns false if the time was up first. */
async function removeWhatIsLeft(deleted: TombstoneItem, budget: Budget): Promise<boolean> {
  const { projectId } = deleted;
  const attachments = required('ATTACHMENTS_BUCKET');
  switch (deleted.what) {
    case 'attachment':
      return deleteObjects(attachments, attachmentObject(projectId, deleted.taskId, deleted.attachmentId), budget);
    case 'task':
      return (
        (await deleteObjects(attachments, taskObjects(projectId, deleted.taskId), budget)) &&
        (await deletePartition(projectId, partsPrefix(deleted.taskId), budget))
      );
    case 'project':
      return (
        (await deleteObjects(attachments, projectObjects(projectId), budget)) &&
        (await deleteObjects(required('EXPORTS_BUCKET'), projectObjects(projectId), budget)) &&
        (await deletePartition(projectId, undefined, budget, deleted))
      );
  }
}
