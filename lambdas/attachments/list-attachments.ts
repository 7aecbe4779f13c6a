import type { Shape } from '../../contracts/operation-types.ts';
import { taskApi } from '../../contracts/task-api.ts';
import { projectPartition } from '../projects/project-records.ts';
import { systemClock } from '../shared/clock.ts';
import { pageOf, queryPage } from '../shared/query-page.ts';
import { restHandler } from '../shared/rest-handler.ts';
import { requireTask } from '../tasks/task-access.ts';
import { arrivedAttachments, signDownload } from './attachment-files.ts';
import { type AttachmentItem, attachmentItemOf, attachmentPrefix } from './attachment-records.ts';

export const handler = restHandler(taskApi, 'listAttachments', async ({ caller, path, query }) => {
  const { task } = await requireTask(caller.userId, path.taskId);
  const { projectId, taskId } = task;
  const listing = { partition: projectPartition(projectId), sortKeyPrefix: attachmentPrefix(taskId) };
  const [page, arrived] = await Promise.all([queryPage(listing, query), arrivedAttachments(projectId, taskId)]);
  const announced = pageOf(page, attachmentItemOf);
  const items = announced.items.filter(({ attachmentId }) => arrived.has(attachmentId));
  return { status: 200, body: { ...announced, items: await Promise.all(items.map(attachmentOf)) } };
});

/** The attachment as callers see it. */
async function attachmentOf(item: AttachmentItem): Promise<Shape<'Attachment'>> {
  const { attachmentId, taskId, fileName, contentType, sizeBytes, uploadedBy, createdAt } = item;
  const download = await signDownload(item, systemClock.now());
  return { attachmentId, taskId, fileName, contentType, sizeBytes, uploadedBy, createdAt, download };
}
