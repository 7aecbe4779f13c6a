import { GetQueueAttributesCommand, SQSClient, StartMessageMoveTaskCommand } from '@aws-sdk/client-sqs';
import { publicApi } from '../../contracts/public-api.ts';
import { exportItemOf, failedExportsPartition } from '../exports/export-records.ts';
import { requeueExport } from '../exports/export-status.ts';
import { systemClock } from '../shared/clock.ts';
import { required } from '../shared/environment.ts';
import { httpHandler } from '../shared/http-handler.ts';
import { logger } from '../shared/logger.ts';
import { Problem } from '../shared/problem.ts';
import { queryDue } from '../shared/query-due.ts';

const sqs = new SQSClient({});

/** Most exports of one redrive: what a function does in seconds. */
const mostExports = 250;
/** Exports changed at once. */
const width = 25;

/**
 * The exports are queued before their messages move, since the worker leaves a failed export alone. An
 * export whose message is not in the dead-letter queue gets a new one from the sweeper.
 */
export const handler = httpHandler(publicApi, 'startExportRedrive', async ({ body }) => {
  const { exportsQueued, more } = await requeueExports();
  await moveMessages(body.messagesPerSecond);
  logger.info('redrive started', { exportsQueued, more });
  return { status: 202, body: { exportsQueued, more } };
});

async function requeueExports(): Promise<{ exportsQueued: number; more: boolean }> {
  const failed = await queryDue(failedExportsPartition, systemClock.now(), mostExports);
  let exportsQueued = 0;
  for (let start = 0; start < failed.length; start += width) {
    const moves = failed.slice(start, start + width).map((item) => requeueExport(exportItemOf(item).exportId));
    exportsQueued += (await Promise.all(moves)).filter((moved) => moved !== undefined).length;
  }
  return { exportsQueued, more: failed.length === mostExports };
}

/** @throws {Problem} REDRIVE_IN_PROGRESS while the messages of the redrive before still move. */
async function moveMessages(messagesPerSecond: number | undefined): Promise<void> {
  const [SourceArn, DestinationArn] = await Promise.all([
    queueArn(required('EXPORT_DEAD_LETTER_QUEUE_URL')),
    // Said aloud: of a message that an operator put there, SQS knows no queue that it came from.
    queueArn(required('EXPORT_QUEUE_URL')),
  ]);
  const pace = messagesPerSecond === undefined ? {} : { MaxNumberOfMessagesPerSecond: messagesPerSecond };
  try {
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn, ...pace }));
  } catch (error) {
    if (!(error instanceof Error && /already a task running/i.test(error.message))) throw error;
    throw new Problem('REDRIVE_IN_PROGRESS', { retryAfterSeconds: 10, cause: error });
  }
}

async function queueArn(queueUrl: string): Promise<string> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] }),
  );
  if (!Attributes?.QueueArn) throw new Error(`SQS gave no ARN of ${queueUrl}`);
  return Attributes.QueueArn;
}
