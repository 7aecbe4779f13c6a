import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { taskApi } from '../../contracts/task-api.ts';
import { requireMember } from '../projects/project-access.ts';
import { systemClock } from '../shared/clock.ts';
import { required } from '../shared/environment.ts';
import { idempotencyRecords } from '../shared/idempotency.ts';
import { newId } from '../shared/identifiers.ts';
import { logger } from '../shared/logger.ts';
import { Problem } from '../shared/problem.ts';
import { readItems } from '../shared/read-items.ts';
import { restHandler } from '../shared/rest-handler.ts';
import { documents } from '../shared/table.ts';
import { isConditionFailed } from '../shared/write-together.ts';
import { countExportStarted } from './export-metrics.ts';
import { enqueueExport } from './export-queue.ts';
import {
  deadlineOf,
  type ExportFormat,
  type ExportItem,
  expiryOf,
  exportKey,
  indexSortKey,
  openExportsPartition,
  resendTimeOf,
} from './export-records.ts';

/** Seconds after which the first look at the result is worth it. */
const retryAfterSeconds = 1;

export const handler = restHandler(
  taskApi,
  'startExport',
  async ({ caller, path, body, basePath }) => {
    await requireMember(caller.userId, path.projectId);
    const item = newExport(path.projectId, caller.userId, body.format);
    await store(item);
    await enqueue(item);
    countExportStarted();
    return {
      status: 202,
      body: { exportId: item.exportId, status: 'queued' },
      headers: { Location: `${basePath}/exports/${item.exportId}`, 'Retry-After': String(retryAfterSeconds) },
    };
  },
  idempotencyRecords,
);

function newExport(projectId: string, requestedBy: string, format: ExportFormat): ExportItem {
  const now = systemClock.now();
  const exportId = newId(systemClock);
  return {
    exportId,
    projectId,
    requestedBy,
    format,
    status: 'queued',
    createdAt: now.toISOString(),
    deadlineAt: deadlineOf(now).toISOString(),
    expiresAt: expiryOf(now),
    gsi1pk: openExportsPartition,
    gsi1sk: indexSortKey(resendTimeOf(now), exportId),
  };
}

/**
 * Before the message is sent: the worker must find the item whenever the message arrives. Without a
 * condition, since a write whose answer is lost is sent again.
 */
async function store(item: ExportItem): Promise<void> {
  await documents.send(
    new PutCommand({ TableName: required('TABLE_NAME'), Item: { ...exportKey(item.exportId), ...item } }),
  );
}

/**
 * Should the function end between both, the sweeper finds the item and sends the message.
 *
 * @throws {Problem} SERVICE_UNAVAILABLE if the queue refuses; nothing of the export then remains.
 */
async function enqueue(item: ExportItem): Promise<void> {
  try {
    await enqueueExport(item);
  } catch (error) {
    if (!(await withdraw(item.exportId))) {
      logger.warn('the queue refused, yet the export goes on', { exportId: item.exportId });
      return;
    }
    throw new Problem('SERVICE_UNAVAILABLE', {
      detail: 'The export could not be queued',
      retryAfterSeconds: 5,
      cause: error,
    });
  }
}

/**
 * Takes an export back that nobody has begun.
 *
 * @returns false if it goes on: its message has arrived after all, or the table refuses too and what it
 *   holds is the sweeper's.
 */
async function withdraw(exportId: string): Promise<boolean> {
  try {
    await documents.send(
      new DeleteCommand({
        TableName: required('TABLE_NAME'),
        Key: { ...exportKey(exportId) },
        // A delete whose answer is lost is sent again, and then finds nothing.
        ConditionExpression: 'attribute_not_exists(pk) OR #status = :queued',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':queued': 'queued' },
      }),
    );
    return true;
  } catch (error) {
    if (isConditionFailed(error)) return false;
    const [left] = await readItems([exportKey(exportId)]);
    return left === undefined;
  }
}
