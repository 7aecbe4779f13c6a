import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
} from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { queue, type SqsStage, startSqs, urlOf } from './sqs-stage.ts';

const QueueUrl = urlOf('jobs');
const entry = (Id: string, MessageBody = Id): SendMessageBatchRequestEntry => ({ Id, MessageBody });
const sendAll = ({ client }: SqsStage, ...Entries: SendMessageBatchRequestEntry[]) =>
  client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
const receiveAll = async ({ client }: SqsStage) =>
  (await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }))).Messages ?? [];

test('a batch is sent, hidden longer and deleted', async () => {
  const stage = await startSqs([queue('jobs')]);
  const sent = await sendAll(stage, entry('a'), entry('b'));
  expect(sent.Successful?.map(({ Id }) => Id)).toEqual(['a', 'b']);
  const received = await receiveAll(stage);
  const handles = received.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
  await stage.client.send(
    new ChangeMessageVisibilityBatchCommand({
      QueueUrl,
      Entries: handles.map((handle) => ({ ...handle, VisibilityTimeout: 0 })),
    }),
  );
  const again = await receiveAll(stage);
  expect(again.map(({ Body }) => Body)).toEqual(['a', 'b']);
  const Entries = again.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
  const deleted = await stage.client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  expect(deleted.Successful).toEqual([{ Id: '0' }, { Id: '1' }]);
  stage.clock.advance(60_000);
  expect(await receiveAll(stage)).toEqual([]);
});

test('an entry that fails leaves the others alone', async () => {
  const stage = await startSqs([queue('jobs', { maximumMessageSizeBytes: 1024 })]);
  const sent = await sendAll(stage, entry('good'), entry('bad', '\u0001'), entry('long', 'x'.repeat(1025)));
  expect(sent.Successful?.map(({ Id }) => Id)).toEqual(['good']);
  expect(sent.Failed).toEqual([
    expect.objectContaining({ Id: 'bad', SenderFault: true, Code: 'InvalidMessageContents' }),
    expect.objectContaining({
      Id: 'long',
      Code: 'InvalidParameterValue',
      Message: 'One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.',
    }),
  ]);
  expect(await receiveAll(stage)).toHaveLength(1);
  const deleted = await stage.client.send(
    new DeleteMessageBatchCommand({ QueueUrl, Entries: [{ Id: 'x', ReceiptHandle: 'garbage' }] }),
  );
  expect(deleted.Failed).toEqual([expect.objectContaining({ Id: 'x', Code: 'ReceiptHandleIsInvalid' })]);
});

describe('a whole batch is refused', () => {
  const twenty = Array.from({ length: 20 }, (_, index) => entry(`id${index}`));
  const third = 'x'.repeat(349_526);
  test.each([
    {
      why: 'without entries',
      entries: [],
      code: 'AWS.SimpleQueueService.EmptyBatchRequest',
      message: 'There should be at least one SendMessageBatchRequestEntry in the request.',
    },
    {
      // Recorded from AWS: LocalStack's test_too_many_entries_in_batch_request.
      why: 'with twenty entries',
      entries: twenty,
      code: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
      message: 'Maximum number of entries per request are 10. You have sent 20.',
    },
    {
      // Recorded from AWS: LocalStack's test_invalid_batch_id.
      why: 'with an id that has other characters',
      entries: [entry('invalid:id')],
      code: 'AWS.SimpleQueueService.InvalidBatchEntryId',
      message:
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. ' +
        'It can be at most 80 letters long.',
    },
    {
      why: 'with an id twice',
      entries: [entry('a'), entry('a')],
      code: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
      message: 'Id a repeated.',
    },
    {
      why: 'above 1 MiB in all',
      entries: [entry('a', third), entry('b', third), entry('c', third)],
      code: 'AWS.SimpleQueueService.BatchRequestTooLong',
      message: 'Batch requests cannot be longer than 1048576 bytes. You have sent 1048578 bytes.',
    },
  ])('$why', async ({ entries, code, message }) => {
    const stage = await startSqs([queue('jobs', { maximumMessageSizeBytes: 1_048_576 })]);
    await expect(sendAll(stage, ...entries)).rejects.toMatchObject({ Code: code, Type: 'Sender', message });
    expect(await receiveAll(stage)).toEqual([]);
  });
});
