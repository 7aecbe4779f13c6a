import { GetQueueUrlCommand, ListQueuesCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { arnOf, queue, startSqs, urlOf } from './sqs-stage.ts';

const queues = ['exports', 'exports-dlq', 'mail'].map((name) => queue(name));

test('a queue is found by its name', async () => {
  const { client } = await startSqs(queues);
  expect((await client.send(new GetQueueUrlCommand({ QueueName: 'mail' }))).QueueUrl).toBe(urlOf('mail'));
  const ofAnother = new GetQueueUrlCommand({ QueueName: 'mail', QueueOwnerAWSAccountId: '999999999999' });
  await expect(client.send(ofAnother)).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
});

test('queues are listed by prefix and page', async () => {
  const { client } = await startSqs(queues);
  const list = async (input: object) => client.send(new ListQueuesCommand(input));
  expect((await list({})).QueueUrls).toEqual(['exports', 'exports-dlq', 'mail'].map(urlOf));
  expect((await list({ QueueNamePrefix: 'none' })).QueueUrls).toBeUndefined();
  const first = await list({ QueueNamePrefix: 'exports', MaxResults: 1 });
  expect(first).toMatchObject({ QueueUrls: [urlOf('exports')], NextToken: expect.any(String) });
  const second = await list({ QueueNamePrefix: 'exports', MaxResults: 1, NextToken: first.NextToken });
  expect(second.QueueUrls).toEqual([urlOf('exports-dlq')]);
  expect(second.NextToken).toBeUndefined();
  await expect(list({ NextToken: 'garbage' })).rejects.toMatchObject({ message: 'Invalid or expired next token.' });
});

describe('an event source mapping, without a protocol', () => {
  test('is told of messages, takes them and gives one back', async () => {
    const { sqs, client, clock } = await startSqs([queue('mail', { visibilityTimeoutSeconds: 40 })]);
    const arn = arnOf('mail');
    let calls = 0;
    const unsubscribe = sqs.onAvailable(arn, () => {
      calls += 1;
    });
    expect(sqs.visibilityTimeoutSeconds(arn)).toBe(40);
    const MessageAttributes = { WeeksOn: { DataType: 'Number', StringValue: '6' } };
    await client.send(new SendMessageCommand({ QueueUrl: urlOf('mail'), MessageBody: 'job', MessageAttributes }));
    expect(calls).toBe(1);
    const [message] = sqs.receive(arn, 10);
    expect(message).toMatchObject({
      body: 'job',
      attributes: { ApproximateReceiveCount: '1' },
      messageAttributes: { WeeksOn: { dataType: 'Number', stringValue: '6' } },
      md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    clock.advance(40_000);
    expect(calls).toBe(2);
    const [again] = sqs.receive(arn, 10, 5);
    sqs.changeVisibility(arn, again?.receiptHandle ?? '', 0);
    expect(calls).toBe(3);
    const [third] = sqs.receive(arn, 10);
    sqs.delete(arn, third?.receiptHandle ?? '');
    unsubscribe();
    clock.advance(40_000);
    expect({ calls, left: sqs.receive(arn, 10) }).toEqual({ calls: 3, left: [] });
  });
});
