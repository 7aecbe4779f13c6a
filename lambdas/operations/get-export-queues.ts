import { SQSClient } from '@aws-sdk/client-sqs';
import { publicApi } from '../../contracts/public-api.ts';
import { required } from '../shared/environment.ts';
import { httpHandler } from '../shared/http-handler.ts';
import { queueDepth } from './queue-depth.ts';

const sqs = new SQSClient({});

export const handler = httpHandler(publicApi, 'getExportQueues', async () => {
  const [queue, deadLetterQueue] = await Promise.all([
    queueDepth(sqs, required('EXPORT_QUEUE_URL')),
    queueDepth(sqs, required('EXPORT_DEAD_LETTER_QUEUE_URL')),
  ]);
  return { status: 200, body: { queue, deadLetterQueue } };
});
