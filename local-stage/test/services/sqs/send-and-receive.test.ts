import {
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { queue, type SqsStage, startSqs, urlOf } from './sqs-stage.ts';

const QueueUrl = urlOf('jobs');

async function receive({ client }: SqsStage, input: Partial<ReceiveMessageCommandInput> = {}): Promise<Message[]> {
  const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl, ...input }));
  return Messages ?? [];
}

const send = ({ client }: SqsStage, MessageBody: string, DelaySeconds?: number) =>
  client.send(new SendMessageCommand({ QueueUrl, MessageBody, DelaySeconds }));

describe('a message', () => {
  test('is received with its id, digest and system attributes, and hidden meanwhile', async () => {
    const stage = await startSqs([queue('jobs')]);
    const sent = await send(stage, 'h\u00e9llo \ud83d\ude00');
    stage.clock.advance(1500);
    const [message] = await receive(stage, { MessageSystemAttributeNames: ['All'] });
    expect(message).toMatchObject({
      MessageId: sent.MessageId,
      Body: 'h\u00e9llo \ud83d\ude00',
      MD5OfBody: sent.MD5OfMessageBody,
      Attributes: {
        ApproximateReceiveCount: '1',
        SenderId: 'AIDALOCALSTAGEOPERATR',
        SentTimestamp: String(stage.clock.now() - 1500),
        ApproximateFirstReceiveTimestamp: String(stage.clock.now()),
      },
    });
    expect(await receive(stage)).toEqual([]);
  });

  test('is visible again when its timeout is over, under a new receipt handle', async () => {
    const stage = await startSqs([queue('jobs', { visibilityTimeoutSeconds: 30 })]);
    await send(stage, 'job');
    const [first] = await receive(stage);
    stage.clock.advance(29_999);
    expect(await receive(stage)).toEqual([]);
    stage.clock.advance(1);
    const [second] = await receive(stage, { MessageSystemAttributeNames: ['ApproximateReceiveCount'] });
    expect(second).toMatchObject({ MessageId: first?.MessageId, Attributes: { ApproximateReceiveCount: '2' } });
    expect(second?.ReceiptHandle).not.toBe(first?.ReceiptHandle);
  });

  test('keeps the timeout that its receive asks for', async () => {
    const stage = await startSqs([queue('jobs')]);
    await send(stage, 'job');
    await receive(stage, { VisibilityTimeout: 5 });
    stage.clock.advance(5000);
    expect(await receive(stage)).toHaveLength(1);
  });

  test('is gone once it is deleted; an older receipt handle deletes nothing', async () => {
    const stage = await startSqs([queue('jobs')]);
    await send(stage, 'job');
    const [first] = await receive(stage, { VisibilityTimeout: 1 });
    stage.clock.advance(1000);
    const [second] = await receive(stage, { VisibilityTimeout: 1 });
    await stage.client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
    stage.clock.advance(1000);
    expect(await receive(stage, { VisibilityTimeout: 0 })).toHaveLength(1);
    const [third] = await receive(stage, { VisibilityTimeout: 1 });
    expect(third?.MessageId).toBe(second?.MessageId);
    stage.clock.advance(1000);
    // The newest handle deletes even when the timeout is over.
    await stage.client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: third?.ReceiptHandle }));
    expect(await receive(stage)).toEqual([]);
  });

  test('is delayed by the queue, or by its own delay, which comes first', async () => {
    const stage = await startSqs([queue('jobs', { delaySeconds: 10 })]);
    await send(stage, 'of the queue');
    await send(stage, 'at once', 0);
    await send(stage, 'its own', 20);
    expect((await receive(stage, { MaxNumberOfMessages: 10 })).map(({ Body }) => Body)).toEqual(['at once']);
    stage.clock.advance(10_000);
    expect((await receive(stage, { MaxNumberOfMessages: 10 })).map(({ Body }) => Body)).toEqual(['of the queue']);
    stage.clock.advance(10_000);
    expect((await receive(stage, { MaxNumberOfMessages: 10 })).map(({ Body }) => Body)).toEqual(['its own']);
  });

  test('is lost when the retention period is over, in flight or not', async () => {
    const stage = await startSqs([queue('jobs', { messageRetentionSeconds: 60 })]);
    await send(stage, 'job');
    await receive(stage);
    stage.clock.advance(60_000);
    expect(await receive(stage)).toHaveLength(1);
    stage.clock.advance(60_001);
    expect(await receive(stage)).toEqual([]);
  });
});

test('messages come in the order they were sent, ten at most', async () => {
  const stage = await startSqs([queue('jobs')]);
  for (let index = 0; index < 12; index++) await send(stage, String(index));
  const first = await receive(stage, { MaxNumberOfMessages: 10 });
  const rest = await receive(stage, { MaxNumberOfMessages: 10 });
  expect([...first, ...rest].map(({ Body }) => Body)).toEqual(Array.from({ length: 12 }, (_, index) => String(index)));
  expect(first).toHaveLength(10);
});

describe('a long poll', () => {
  test('answers as soon as a message is sent', async () => {
    const stage = await startSqs([queue('jobs')]);
    const waiting = receive(stage, { WaitTimeSeconds: 20 });
    await waitForPoll(stage);
    await send(stage, 'job');
    expect((await waiting).map(({ Body }) => Body)).toEqual(['job']);
  });

  test('answers when a delayed or hidden message becomes visible', async () => {
    const stage = await startSqs([queue('jobs', { receiveWaitTimeSeconds: 20 })]);
    await send(stage, 'job', 5);
    const waiting = receive(stage);
    await waitForPoll(stage);
    stage.clock.advance(5000);
    expect(await waiting).toHaveLength(1);
  });

  test('ends empty when its time is over', async () => {
    const stage = await startSqs([queue('jobs')]);
    const waiting = receive(stage, { WaitTimeSeconds: 3 });
    await waitForPoll(stage);
    stage.clock.advance(3000);
    expect(await waiting).toEqual([]);
  });

  test('gives one message to one of those who wait', async () => {
    const stage = await startSqs([queue('jobs')]);
    const waiting = Promise.all([1, 2].map(() => receive(stage, { WaitTimeSeconds: 5 })));
    await waitForPoll(stage, 2);
    await send(stage, 'job');
    stage.clock.advance(5000);
    expect((await waiting).flat()).toHaveLength(1);
  });

  test('ends when the stage stops', async () => {
    const stage = await startSqs([queue('jobs')]);
    const waiting = receive(stage, { WaitTimeSeconds: 20 });
    await waitForPoll(stage);
    stage.sqs.close();
    expect(await waiting).toEqual([]);
  });

  /** A poll waits once it has set the alarm that ends it. */
  async function waitForPoll(stage: SqsStage, count = 1): Promise<void> {
    await expect.poll(() => stage.alarmCount()).toBeGreaterThanOrEqual(count);
  }
});
