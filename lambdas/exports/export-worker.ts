import { Readable } from 'node:stream';
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { required } from '../shared/environment.ts';
import { logger } from '../shared/logger.ts';
import { exportFile } from './export-file.ts';
import { type ExportMessage, parseExportMessage } from './export-message.ts';
import { contentTypes, fileKey } from './export-records.ts';
import { exportRows, ProjectGoneError } from './export-rows.ts';
import { beginExport, failExport, succeedExport } from './export-status.ts';

const s3 = new S3Client({});
const processor = new BatchProcessor(EventType.SQS);

/** Works through the export queue. Records that fail return to the queue; the rest of the batch is done. */
export const handler = (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
  processPartialResponse(event, processRecord, processor, { context, throwOnFullBatchFailure: false });

async function processRecord(record: SQSRecord): Promise<void> {
  // The records of a batch run at once, each with a log of its own.
  const log = logger.createChild({
    persistentKeys: { messageId: record.messageId, receives: receivesOf(record) },
  });
  const message = readMessage(record, log);
  log.appendPersistentKeys({ exportId: message.exportId });
  try {
    await runExport(message, log);
  } catch (error) {
    log.error('export failed', asError(error));
    await fail(message, record, error);
  }
}

/** @throws {Error} if it is no export message: it then waits in the dead-letter queue for somebody to look at it. */
function readMessage({ body }: SQSRecord, log: typeof logger): ExportMessage {
  try {
    return parseExportMessage(body);
  } catch (error) {
    log.error('not an export message', asError(error));
    throw error;
  }
}

async function runExport(message: ExportMessage, log: typeof logger): Promise<void> {
  if (!(await beginExport(message.exportId))) {
    log.info('nothing to do: the export has ended');
    return;
  }
  await writeFile(message);
  if (await succeedExport(message.exportId)) log.info('export succeeded');
}

async function writeFile(message: ExportMessage): Promise<void> {
  const upload = new Upload({
    client: s3,
    params: {
      Bucket: required('EXPORTS_BUCKET'),
      Key: fileKey(message),
      Body: Readable.from(exportFile(message.format, exportRows(message.projectId)), { objectMode: false }),
      ContentType: contentTypes[message.format],
    },
    queueSize: 1,
  });
  await upload.done();
}

/**
 * An error that no retry can mend ends the export at once. Any other sends the message back to the
 * queue; on its last receive the export is marked as failed first, so that its caller learns of it.
 */
async function fail({ exportId }: ExportMessage, record: SQSRecord, error: unknown): Promise<void> {
  if (error instanceof ProjectGoneError) {
    await failExport(exportId, 'The project was deleted', { mayRedrive: false });
    return;
  }
  if (receivesOf(record) >= Number(required('MAX_RECEIVE_COUNT'))) {
    await failExport(exportId, 'The export could not be written', { mayRedrive: true });
  }
  throw error;
}

const receivesOf = ({ attributes }: SQSRecord): number => Number(attributes.ApproximateReceiveCount);

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
