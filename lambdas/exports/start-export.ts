import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { taskApi } from '../../contracts/task-api.ts';
import { requireMembership } from '../projects/membership.ts';
import { systemClock } from '../shared/clock.ts';
import { required } from '../shared/environment.ts';
import { idempotencyRecords } from '../shared/idempotency.ts';
import { newId } from '../shared/identifiers.ts';
import { Problem } from '../shared/problem.ts';
import { restHandler } from '../shared/rest-handler.ts';
import { documents } from '../shared/table.ts';
import { buildExportMessage } from './export-message.ts';
import { type ExportItem, exportKey } from './export-records.ts';

const sqs = new SQSClient({});

/** Seconds after which the first look at the result is worth it. */
const retryAfterSeconds = 1;

export const handler = restHandler(
  taskApi,
  'startExport',
  async ({ caller, path, body, basePath }) => {
    await requireMembership(caller.userId, path.projectId);
    const item: ExportItem = {
      exportId: newId(systemClock),
      projectId: path.projectId,
      requestedBy: caller.userId,
      format: body.format,
      status: 'queued',
      createdAt: systemClock.now().toISOString(),
    };
    await store(item);
    await enqueue(item);
    return {
      status: 202,
      body: { exportId: item.exportId, status: 'queued' },
      headers: { Location: `${basePath}/exports/${item.exportId}`, 'Retry-After': String(retryAfterSeconds) },
    };
  },
  idempotencyRecords,
);

/** Before the message is sent: the worker must find the item whenever the message arrives. */
async function store(item: ExportItem): Promise<void> {
  await documents.send(
    new PutCommand({
      TableName: required('TABLE_NAME'),
      Item: { ...exportKey(item.exportId), ...item },
      ConditionExpression: 'attribute_not_exists(pk)',
    }),
  );
}

/** @throws {Problem} SERVICE_UNAVAILABLE if the queue refuses; nothing of the export then remains. */
async function enqueue(item: ExportItem): Promise<void> {
  try {
    await sqs.send(
      new SendMessageCommand({ QueueUrl: required('EXPORT_QUEUE_URL'), MessageBody: buildExportMessage(item) }),
    );
  } catch (error) {
    await documents.send(new DeleteCommand({ TableName: required('TABLE_NAME'), Key: exportKey(item.exportId) }));
    throw new Problem('SERVICE_UNAVAILABLE', {
      detail: 'The export could not be queued',
      retryAfterSeconds: 5,
      cause: error,
    });
  }
}
