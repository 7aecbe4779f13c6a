import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { queue, startSqs, urlOf } from './sqs-stage.ts';

const QueueUrl = urlOf('jobs');
const send = (input: object) => new SendMessageCommand({ QueueUrl, MessageBody: 'x', ...input });
const receive = (input: object) => new ReceiveMessageCommand({ QueueUrl, ...input });

describe('what AWS refuses is refused with its code and text', () => {
  test.each([
    {
      why: 'a queue that is not there',
      command: send({ QueueUrl: urlOf('nowhere') }),
      error: { name: 'QueueDoesNotExist', Code: 'AWS.SimpleQueueService.NonExistentQueue' },
      message: 'The specified queue does not exist.',
    },
    {
      why: 'an address that is no queue URL',
      command: send({ QueueUrl: 'http://127.0.0.1/jobs' }),
      error: { name: 'InvalidAddress', $metadata: { httpStatusCode: 404 } },
      message: 'The address http://127.0.0.1/jobs is not valid for this endpoint.',
    },
    {
      why: 'no body',
      command: send({ MessageBody: '' }),
      error: { Code: 'MissingParameter' },
      message: 'The request must contain the parameter MessageBody.',
    },
    {
      why: 'characters that XML does not allow',
      command: send({ MessageBody: 'a\uffffb' }),
      error: { name: 'InvalidMessageContents' },
      message:
        'Invalid characters found. Valid unicode characters are ' +
        '#x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
    },
    {
      // Recorded from AWS: LocalStack's test_send_oversized_message.
      why: 'a message above the limit of its queue, attributes counted',
      command: send({
        MessageBody: 'x'.repeat(262_144 - 7),
        MessageAttributes: { k: { DataType: 'String', StringValue: 'v' } },
      }),
      error: { Code: 'InvalidParameterValue' },
      message: 'One or more parameters are invalid. Reason: Message must be shorter than 262144 bytes.',
    },
    {
      why: 'a delay above 15 minutes',
      command: send({ DelaySeconds: 901 }),
      error: { Code: 'InvalidParameterValue' },
      message: 'Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.',
    },
    {
      why: 'a deduplication id on a standard queue',
      command: send({ MessageDeduplicationId: 'd' }),
      error: { Code: 'InvalidParameterValue' },
      message:
        'Value d for parameter MessageDeduplicationId is invalid. ' +
        'Reason: The request include parameter that is not valid for this queue type',
    },
    {
      // Recorded from AWS: LocalStack's test_send_receive_max_number_of_messages.
      why: 'more than ten messages',
      command: receive({ MaxNumberOfMessages: 11 }),
      error: { Code: 'InvalidParameterValue' },
      message: 'Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.',
    },
    {
      why: 'a wait above 20 seconds',
      command: receive({ WaitTimeSeconds: 21 }),
      error: { Code: 'InvalidParameterValue' },
      message: 'Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.',
    },
    {
      why: 'an unknown attribute',
      command: receive({ AttributeNames: ['Colour'] }),
      error: { name: 'InvalidAttributeName' },
      message: 'Unknown Attribute Colour.',
    },
    {
      why: 'text that was never a receipt handle',
      command: new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'garbage' }),
      error: { name: 'ReceiptHandleIsInvalid', $metadata: { httpStatusCode: 404 } },
      message: 'The input receipt handle "garbage" is not a valid receipt handle.',
    },
    {
      why: 'the name of a queue that is not there',
      command: new GetQueueUrlCommand({ QueueName: 'nowhere' }),
      error: { name: 'QueueDoesNotExist' },
      message: 'The specified queue does not exist.',
    },
    {
      why: 'an operation that changes what the Terraform declares',
      command: new CreateQueueCommand({ QueueName: 'new' }),
      error: { name: 'UnsupportedOperation' },
      message: expect.stringContaining('The local stage does not do CreateQueue'),
    },
  ])('$why', async ({ command, error, message }) => {
    const { client } = await startSqs([queue('jobs')]);
    // Each command has its own type; the client takes any.
    const sending = client.send(command as SendMessageCommand);
    await expect(sending).rejects.toMatchObject({ ...error, message, $fault: 'client' });
  });

  test('as the class that the SDK has for it', async () => {
    const { client } = await startSqs([]);
    await expect(client.send(send({}))).rejects.toBeInstanceOf(QueueDoesNotExist);
  });
});

describe('the visibility of a message', () => {
  const change = (ReceiptHandle: string | undefined, VisibilityTimeout: number) =>
    new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout });

  test('cannot change once the message is deleted or visible', async () => {
    const { client, clock } = await startSqs([queue('jobs')]);
    await client.send(send({}));
    const { Messages: [message] = [] } = await client.send(receive({ VisibilityTimeout: 1 }));
    clock.advance(1000);
    await expect(client.send(change(message?.ReceiptHandle, 10))).rejects.toMatchObject({ name: 'MessageNotInflight' });
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
    await expect(client.send(change(message?.ReceiptHandle, 10))).rejects.toMatchObject({
      Code: 'InvalidParameterValue',
      message: expect.stringContaining('Message does not exist or is not available for visibility timeout change.'),
    });
  });

  test('ends 12 hours after the receive', async () => {
    const { client, clock } = await startSqs([queue('jobs')]);
    await client.send(send({}));
    const { Messages: [message] = [] } = await client.send(receive({}));
    await client.send(change(message?.ReceiptHandle, 43_200));
    clock.advance(1000);
    await expect(client.send(change(message?.ReceiptHandle, 43_200))).rejects.toMatchObject({
      message:
        'Value 43200 for parameter VisibilityTimeout is invalid. ' +
        'Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds]',
    });
  });
});

// Recorded from AWS: LocalStack's test_successive_purge_calls_fail.
test('a queue is purged once a minute', async () => {
  const { client, clock } = await startSqs([queue('jobs')]);
  await client.send(send({}));
  await client.send(new PurgeQueueCommand({ QueueUrl }));
  expect((await client.send(receive({}))).Messages).toBeUndefined();
  await expect(client.send(new PurgeQueueCommand({ QueueUrl }))).rejects.toMatchObject({
    Code: 'AWS.SimpleQueueService.PurgeQueueInProgress',
    message: 'Only one PurgeQueue operation on jobs is allowed every 60 seconds.',
    $metadata: { httpStatusCode: 403 },
  });
  clock.advance(60_000);
  await client.send(new PurgeQueueCommand({ QueueUrl }));
});

test('a redrive policy that names no queue of the stack stops the boot', async () => {
  const lost = queue('jobs', { redrive: { deadLetterTargetArn: 'arn:aws:sqs:x:1:dlq', maxReceiveCount: 3 } });
  await expect(startSqs([lost])).rejects.toThrow(
    'aws_sqs_queue.jobs: redrive_policy.deadLetterTargetArn is arn:aws:sqs:x:1:dlq',
  );
});
