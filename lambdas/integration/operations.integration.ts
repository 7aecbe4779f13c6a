import { GetQueueAttributesCommand, PurgeQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildExportMessage } from '../exports/export-message.ts';
import { exportKey, failedExportsPartition } from '../exports/export-records.ts';
import { systemClock } from '../shared/clock.ts';
import { newId } from '../shared/identifiers.ts';
import { readItem, writeItem } from './in-process.ts';
import { type Cast, createCast } from './people.ts';
import { outputs, problem, send } from './requests.ts';
import { sendAsOperator } from './signed-requests.ts';

const sqs = new SQSClient({});
let cast: Cast;
beforeAll(async () => {
  cast = await createCast();
});

const redrive = (body: unknown = {}) => sendAsOperator('startExportRedrive', body);

/** An export that failed five times, with its message where SQS moves it then. */
async function failed(): Promise<string> {
  const exportId = newId(systemClock);
  const { projectId, owner } = cast;
  const createdAt = new Date().toISOString();
  const item = { exportId, projectId, requestedBy: owner.userId, format: 'json', createdAt } as const;
  await writeItem({
    ...exportKey(exportId),
    ...item,
    status: 'failed',
    failureReason: 'The export could not be written',
    deadlineAt: createdAt,
    expiresAt: Math.floor(Date.now() / 1000) + 3600,
    gsi1pk: failedExportsPartition,
    gsi1sk: `${createdAt}#${exportId}`,
  });
  await sqs.send(
    new SendMessageCommand({ QueueUrl: outputs.exportDeadLetterQueueUrl, MessageBody: buildExportMessage(item) }),
  );
  return exportId;
}

const statusOf = async (exportId: string) => (await readItem(exportKey(exportId)))?.['status'];

describe('getExportQueues', () => {
  test('counts the messages', async () => {
    await failed();
    const { status, body } = await sendAsOperator('getExportQueues');
    expect(status).toBe(200);
    const depth = { waiting: expect.any(Number), inFlight: expect.any(Number), delayed: 0 };
    expect(body).toEqual({ queue: depth, deadLetterQueue: depth });
    expect(body.deadLetterQueue.waiting).toBeGreaterThan(0);
  });

  test('is for AWS principals', async () => {
    expect(await send('getExportQueues')).toMatchObject({ status: 403 });
    expect(await cast.owner.send('getExportQueues')).toMatchObject({ status: 403 });
  });
});

describe('startExportRedrive', () => {
  test('puts failed exports and their messages back, and the worker does them', async () => {
    const exportIds = [await failed(), await failed()];
    const answer = await redrive();
    expect(answer).toMatchObject({ status: 202, body: { more: false } });
    expect(answer.body.exportsQueued).toBeGreaterThanOrEqual(2);
    for (const exportId of exportIds) {
      await expect.poll(() => statusOf(exportId), { timeout: 15_000 }).toBe('succeeded');
      expect(await readItem(exportKey(exportId))).not.toHaveProperty('failureReason');
    }
    await expect.poll(depthOfDeadLetters, { timeout: 15_000 }).toBe('0');
  });

  test('waits for the redrive before', async () => {
    await sqs.send(new PurgeQueueCommand({ QueueUrl: outputs.exportDeadLetterQueueUrl }));
    for (let message = 0; message < 4; message += 1) await failed();
    expect(await redrive({ messagesPerSecond: 1 })).toMatchObject({ status: 202 });
    expect(await redrive()).toMatchObject(problem('REDRIVE_IN_PROGRESS'));
    await expect.poll(depthOfDeadLetters, { timeout: 15_000 }).toBe('0');
  });

  test('refuses bad input, and who is no AWS principal', async () => {
    expect(await redrive('{')).toMatchObject(problem('INVALID_JSON'));
    for (const body of [{ messagesPerSecond: 0 }, { messagesPerSecond: 501 }, { all: true }]) {
      expect(await redrive(body)).toMatchObject(problem('VALIDATION_FAILED'));
    }
    expect(await send('startExportRedrive', { body: {} })).toMatchObject({ status: 403 });
  });
});

async function depthOfDeadLetters() {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: outputs.exportDeadLetterQueueUrl,
      AttributeNames: ['ApproximateNumberOfMessages'],
    }),
  );
  return Attributes?.ApproximateNumberOfMessages;
}
