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
  const message = parseExportMessage(record.body);
  // The records of a batch run at once, each with a log of its own.
  const log = logger.createChild({
    persistentKeys: { exportId: message.exportId, messageId: record.messageId },
  });
  if (!(await beginExport(message.exportId))) {
    log.info('nothing to do: the export has ended');
    return;
  }
  try {
    await writeFile(message);
    if (await succeedExport(message.exportId)) log.info('export succeeded');
  } catch (error) {
    log.error('export failed', error instanceof Error ? error : String(error));
    await fail(message, record, error);
  }
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
  if (Number(record.attributes.ApproximateReceiveCount) >= Number(required('MAX_RECEIVE_COUNT'))) {
    await failExport(exportId, 'The export could not be written', { mayRedrive: true });
  }
  throw error;
}
