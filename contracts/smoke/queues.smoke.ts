import { GetQueueAttributesCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { stage } from './requests.ts';

/**
 * The export queue with a message that nobody can work through, which on a deployed stage would end in
 * an alarm.
 */

const sqs = new SQSClient({});
const QueueUrl = stage.outputs.exportQueueUrl;

async function counts(): Promise<{ readonly waiting: number; readonly hidden: number }> {
  const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  return {
    waiting: Number(Attributes['ApproximateNumberOfMessages']),
    hidden: Number(Attributes['ApproximateNumberOfMessagesNotVisible']),
  };
}

describe.skipIf(stage.controlUrl === undefined)("on a stage that is nobody else's", () => {
  test('a message that fails is kept for another try; the others of its batch are done', async () => {
    // Those of earlier runs against the same stage.
    const { hidden } = await counts();
    // The work of an export that nobody has: there is nothing to do, which is no failure.
    const done = JSON.stringify({
      version: 1,
      exportId: '01ARZ3NDEKTSV4RRFFQ69G5FAW',
      projectId: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
      format: 'csv',
    });
    const bodies = ['no export message', done, done, done, done];
    await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody })),
      }),
    );
    await expect.poll(counts, { timeout: 5_000 }).toEqual({ waiting: 0, hidden: hidden + 1 });
  });
});
