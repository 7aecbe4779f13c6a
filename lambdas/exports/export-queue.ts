import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { required } from '../shared/environment.ts';
import { buildExportMessage, type ExportMessage } from './export-message.ts';

const sqs = new SQSClient({});

/** Asks the worker for an export. Asking twice does no harm. */
export async function enqueueExport(work: Omit<ExportMessage, 'version'>): Promise<void> {
  await sqs.send(
    new SendMessageCommand({ QueueUrl: required('EXPORT_QUEUE_URL'), MessageBody: buildExportMessage(work) }),
  );
}
