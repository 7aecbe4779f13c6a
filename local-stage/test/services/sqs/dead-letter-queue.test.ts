import {
  CancelMessageMoveTaskCommand,
  GetQueueAttributesCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  QueueAttributeName,
  ReceiveMessageCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { arnOf, exportQueues, queue, type SqsStage, startSqs, urlOf } from './sqs-stage.ts';

const source = urlOf('exports');
const deadLetters = urlOf('exports-dlq');
const SourceArn = arnOf('exports-dlq');

const send = ({ client }: SqsStage, MessageBody: string, QueueUrl = source) =>
  client.send(new SendMessageCommand({ QueueUrl, MessageBody }));

async function receive({ client }: SqsStage, QueueUrl: string, VisibilityTimeout = 1) {
  const input = { QueueUrl, VisibilityTimeout, MaxNumberOfMessages: 10, AttributeNames: ['All' as const] };
  return (await client.send(new ReceiveMessageCommand(input))).Messages ?? [];
}

/** Visible, in flight, delayed. */
async function countsOf({ client }: SqsStage, QueueUrl: string): Promise<(string | undefined)[]> {
  const AttributeNames = [
    QueueAttributeName.ApproximateNumberOfMessages,
    QueueAttributeName.ApproximateNumberOfMessagesNotVisible,
    QueueAttributeName.ApproximateNumberOfMessagesDelayed,
  ];
  const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
  return AttributeNames.map((name) => Attributes?.[name]);
}

/** Receives as often as the redrive policy allows, then once more, so that every message has moved. */
async function giveUp(stage: SqsStage, maxReceiveCount = 2): Promise<void> {
  for (let count = 0; count <= maxReceiveCount; count++) {
    await receive(stage, source);
    stage.clock.advance(1000);
  }
}

describe('a message received as often as the redrive policy allows', () => {
  test('goes to the dead-letter queue with its id, age and receive count', async () => {
    const stage = await startSqs(exportQueues(2));
    const sent = await send(stage, 'job');
    const sentAt = stage.clock.now();
    await giveUp(stage);
    expect(await countsOf(stage, source)).toEqual(['0', '0', '0']);
    const [message] = await receive(stage, deadLetters);
    expect(message).toMatchObject({
      MessageId: sent.MessageId,
      Body: 'job',
      Attributes: {
        // One past the maximum, as observed on AWS.
        ApproximateReceiveCount: '3',
        DeadLetterQueueSourceArn: arnOf('exports'),
        SentTimestamp: String(sentAt),
      },
    });
  });

  test('makes room for the next one in the same receive', async () => {
    const stage = await startSqs(exportQueues(1));
    await send(stage, 'poison');
    await receive(stage, source);
    stage.clock.advance(1000);
    await send(stage, 'healthy');
    expect((await receive(stage, source)).map(({ Body }) => Body)).toEqual(['healthy']);
  });

  test('wakes who waits at the dead-letter queue', async () => {
    const stage = await startSqs(exportQueues(1));
    const woken: string[] = [];
    stage.sqs.onAvailable(SourceArn, () => woken.push('dlq'));
    await send(stage, 'job');
    await giveUp(stage, 1);
    expect(woken).toEqual(['dlq']);
  });
});

test('the attributes of a queue count what is visible, in flight and delayed', async () => {
  const stage = await startSqs(exportQueues());
  await stage.client.send(new SendMessageCommand({ QueueUrl: source, MessageBody: 'later', DelaySeconds: 10 }));
  await send(stage, 'in flight');
  await receive(stage, source);
  await send(stage, 'one');
  await send(stage, 'two');
  expect(await countsOf(stage, source)).toEqual(['2', '1', '1']);
  const all = await stage.client.send(new GetQueueAttributesCommand({ QueueUrl: source, AttributeNames: ['All'] }));
  expect(all.Attributes).toMatchObject({
    QueueArn: arnOf('exports'),
    CreatedTimestamp: String(Math.floor(stage.clock.now() / 1000)),
    VisibilityTimeout: '30',
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: SourceArn, maxReceiveCount: 2 }),
  });
});

test('a dead-letter queue tells which queues may use it', async () => {
  const redriveAllow = { redrivePermission: 'byQueue', sourceQueueArns: [arnOf('exports')] };
  const stage = await startSqs([queue('exports-dlq', { redriveAllow })]);
  const named = await stage.client.send(
    new GetQueueAttributesCommand({ QueueUrl: deadLetters, AttributeNames: ['RedriveAllowPolicy'] }),
  );
  expect(named.Attributes).toEqual({ RedriveAllowPolicy: JSON.stringify(redriveAllow) });
});

test('a dead-letter queue knows its sources', async () => {
  const { client } = await startSqs(exportQueues());
  const { queueUrls } = await client.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: deadLetters }));
  expect(queueUrls).toEqual([source]);
});

describe('a redrive', () => {
  const start = ({ client }: SqsStage, input: object = {}) =>
    client.send(new StartMessageMoveTaskCommand({ SourceArn, ...input }));
  const newest = async ({ client }: SqsStage) =>
    (await client.send(new ListMessageMoveTasksCommand({ SourceArn }))).Results?.[0];

  async function withDeadLetters(count: number): Promise<SqsStage> {
    const stage = await startSqs(exportQueues(1));
    for (let index = 0; index < count; index++) await send(stage, String(index));
    await giveUp(stage, 1);
    return stage;
  }

  // Recorded from AWS: LocalStack's test_move_task_workflow_with_default_destination.
  test('sends each message back where it came from, as a new one', async () => {
    const stage = await withDeadLetters(2);
    await start(stage);
    stage.clock.advance(0);
    expect(await newest(stage)).toEqual({
      ApproximateNumberOfMessagesMoved: 2,
      ApproximateNumberOfMessagesToMove: 2,
      SourceArn,
      StartedTimestamp: stage.clock.now(),
      Status: 'COMPLETED',
    });
    const back = await receive(stage, source);
    expect(back.map(({ Body }) => Body)).toEqual(['0', '1']);
    expect(back[0]?.Attributes).toMatchObject({
      ApproximateReceiveCount: '1',
      SentTimestamp: String(stage.clock.now()),
    });
    expect(back[0]?.Attributes).not.toHaveProperty('DeadLetterQueueSourceArn');
  });

  // Recorded from AWS: LocalStack's test_move_task_cancel.
  test('keeps the pace it is given and can be cancelled', async () => {
    const stage = await withDeadLetters(10);
    const { TaskHandle } = await start(stage, { MaxNumberOfMessagesPerSecond: 1, DestinationArn: arnOf('exports') });
    expect(await newest(stage)).toMatchObject({ Status: 'RUNNING', TaskHandle, ApproximateNumberOfMessagesMoved: 0 });
    stage.clock.advance(2000);
    await expect(start(stage)).rejects.toMatchObject({
      Code: 'InvalidParameterValue',
      message:
        'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
    });
    const cancelled = await stage.client.send(new CancelMessageMoveTaskCommand({ TaskHandle }));
    expect(cancelled.ApproximateNumberOfMessagesMoved).toBe(2);
    stage.clock.advance(10_000);
    const task = await newest(stage);
    expect(task).toMatchObject({ Status: 'CANCELLED', ApproximateNumberOfMessagesMoved: 2 });
    expect(task).not.toHaveProperty('TaskHandle');
    expect(await countsOf(stage, source)).toEqual(['2', '0', '0']);
  });

  test('fails at a message that never was in a source queue', async () => {
    const stage = await startSqs(exportQueues());
    await send(stage, 'sent straight to it', deadLetters);
    await start(stage);
    stage.clock.advance(0);
    expect(await newest(stage)).toMatchObject({ Status: 'FAILED', FailureReason: 'CouldNotDetermineMessageSource' });
    expect(await countsOf(stage, deadLetters)).toEqual(['1', '0', '0']);
  });

  // Recorded from AWS: LocalStack's test_sqs_move_task.py.
  test.each([
    {
      why: 'from a queue that is not there',
      input: { SourceArn: arnOf('nowhere') },
      code: 'ResourceNotFoundException',
      message: "The resource that you specified for the SourceArn parameter doesn't exist.",
    },
    {
      why: 'to a queue that is not there',
      input: { DestinationArn: arnOf('nowhere') },
      code: 'ResourceNotFoundException',
      message: "The resource that you specified for the DestinationArn parameter doesn't exist.",
    },
    {
      why: 'from a queue that is no dead-letter queue',
      input: { SourceArn: arnOf('exports') },
      code: 'InvalidParameterValue',
      message: 'Source queue must be configured as a Dead Letter Queue.',
    },
  ])('$why is refused', async ({ input, code, message }) => {
    await expect(start(await startSqs(exportQueues()), input)).rejects.toMatchObject({ Code: code, message });
  });

  test('that never was cannot be cancelled', async () => {
    const { client } = await startSqs(exportQueues());
    const cancel = (TaskHandle: string) => client.send(new CancelMessageMoveTaskCommand({ TaskHandle }));
    const unknown = Buffer.from(JSON.stringify({ taskId: 'x', sourceArn: SourceArn })).toString('base64');
    await expect(cancel(unknown)).rejects.toMatchObject({ message: 'Task does not exist.' });
    await expect(cancel('x')).rejects.toMatchObject({ message: 'Value for parameter TaskHandle is invalid.' });
  });

  test('goes on after a restart', async () => {
    const stage = await withDeadLetters(2);
    await start(stage, { MaxNumberOfMessagesPerSecond: 1 });
    stage.clock.advance(1000);
    stage.sqs.close();
    const restarted = await startSqs(exportQueues(1), { state: stage.state });
    restarted.clock.advance(2000);
    expect(await newest(restarted)).toMatchObject({ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 2 });
  });
});

test('messages and their receipts survive a restart', async () => {
  const stage = await startSqs([queue('jobs')]);
  await send(stage, 'job', urlOf('jobs'));
  const [received] = await receive(stage, urlOf('jobs'), 30);
  stage.sqs.close();
  const restarted = await startSqs([queue('jobs')], { state: stage.state });
  expect(await countsOf(restarted, urlOf('jobs'))).toEqual(['0', '1', '0']);
  restarted.sqs.delete(arnOf('jobs'), received?.ReceiptHandle ?? '');
  expect(await countsOf(restarted, urlOf('jobs'))).toEqual(['0', '0', '0']);
});
