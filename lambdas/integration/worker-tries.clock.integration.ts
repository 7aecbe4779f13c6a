import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { advanceClock, type FaultRule, withFaults } from './control.ts';
import { logDocumentsOf } from './function-logs.ts';
import { createCast } from './people.ts';
import { environment, outputs, type RawAnswer } from './requests.ts';

/** Tries of a message, and the time between two: the queue's visibility timeout. */
const tries = 5;
const minutesBetween = 6;
const soon = { timeout: 10_000, interval: 50 };

/** An error that is not worth a retry of the SDK's. */
const bucketRefuses: FaultRule = {
  target: 's3:PutObject',
  caller: `gatehouse-${environment}-export-worker`,
  fault: { kind: 'error', code: 'AccessDenied', status: 403 },
};

test('the worker tries an export five times; then it has failed, and its message is kept for a redrive', async () => {
  const { owner, projectId } = await createCast();
  const started = await withFaults([bucketRefuses], async () => {
    const answer = await owner.send('startExport', { path: { projectId }, body: { format: 'csv' } });
    for (let receives = 1; receives <= tries; receives += 1) {
      await expect.poll(() => failuresOf(answer), soon).toBe(receives);
      expect((await statusOf(answer)).status).toBe(receives < tries ? 'running' : 'failed');
      await advanceClock(minutesBetween * 60_000);
    }
    await expect.poll(() => deadLettersOf(answer), soon).toBe(1);
    return answer;
  });
  expect((await statusOf(started)).failure).toEqual({ reason: 'The export could not be written' });
  expect(await failuresOf(started)).toBe(tries);

  async function statusOf({ body: { exportId } }: RawAnswer) {
    return (await owner.send('getExport', { path: { exportId } })).body;
  }
});

const sqs = new SQSClient({});

/** Messages of the export that are kept for a redrive; other suites' may be there too. They stay in sight. */
async function deadLettersOf({ body: { exportId } }: RawAnswer): Promise<number> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: outputs.exportDeadLetterQueueUrl,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: 0,
    }),
  );
  return Messages.filter(({ Body = '' }) => Body.includes(exportId)).length;
}

const failuresOf = async ({ body: { exportId } }: RawAnswer): Promise<number> =>
  (await logDocumentsOf('export-worker')).filter(
    (line) => line['exportId'] === exportId && line['message'] === 'export failed',
  ).length;
