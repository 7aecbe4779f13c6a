import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import type { PolicyStatement } from '../../../src/services/iam/configuration.ts';
import { arnOf, exportQueues, startSqs, urlOf } from './sqs-stage.ts';

const QueueUrl = urlOf('exports');
const allow = (action: string, resource = arnOf('exports')): PolicyStatement => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
});
const startAs = (...statements: PolicyStatement[]) => startSqs(exportQueues(), { statements });

test('a role without the permission is refused by name of role, action and queue', async () => {
  const { roleClient } = await startAs(allow('sqs:ReceiveMessage'));
  await expect(roleClient.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }))).rejects.toMatchObject({
    name: 'AccessDenied',
    Code: 'AccessDenied',
    message: expect.stringMatching(/assumed-role\/worker\/session is not authorized to perform: sqs:SendMessage on/),
    $metadata: { httpStatusCode: 403 },
  });
});

test('permission comes before existence', async () => {
  const { roleClient } = await startAs(allow('sqs:*'));
  const input = { QueueUrl: urlOf('nowhere'), MessageBody: 'x' };
  await expect(roleClient.send(new SendMessageCommand(input))).rejects.toMatchObject({ Code: 'AccessDenied' });
});

describe('a batch needs the permission of the single action', () => {
  test.each([
    {
      action: 'sqs:SendMessage',
      command: new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: 'a', MessageBody: 'x' }] }),
    },
    {
      action: 'sqs:DeleteMessage',
      command: new DeleteMessageBatchCommand({ QueueUrl, Entries: [{ Id: 'a', ReceiptHandle: 'x' }] }),
    },
    {
      action: 'sqs:ChangeMessageVisibility',
      command: new ChangeMessageVisibilityBatchCommand({
        QueueUrl,
        Entries: [{ Id: 'a', ReceiptHandle: 'x', VisibilityTimeout: 0 }],
      }),
    },
    { action: 'sqs:GetQueueAttributes', command: new GetQueueAttributesCommand({ QueueUrl }) },
    { action: 'sqs:ReceiveMessage', command: new ReceiveMessageCommand({ QueueUrl }) },
    { action: 'sqs:ListQueues', command: new ListQueuesCommand({}) },
  ])('$action', async ({ action, command }) => {
    const permitted = await startAs(allow(action, '*'));
    const denied = await startAs(allow('sqs:PurgeQueue', '*'));
    await permitted.roleClient.send(command as ListQueuesCommand);
    await expect(denied.roleClient.send(command as ListQueuesCommand)).rejects.toMatchObject({
      message: expect.stringContaining(`perform: ${action} `),
    });
  });
});

test('a redrive needs to read the dead-letter queue and to send to the source', async () => {
  const reading = ['StartMessageMoveTask', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map((action) =>
    allow(`sqs:${action}`, arnOf('exports-dlq')),
  );
  const start = new StartMessageMoveTaskCommand({ SourceArn: arnOf('exports-dlq') });
  const { roleClient } = await startAs(...reading);
  await expect(roleClient.send(start)).rejects.toMatchObject({
    message: expect.stringContaining(`sqs:SendMessage on resource: ${arnOf('exports')}`),
  });
  const permitted = await startAs(...reading, allow('sqs:SendMessage'));
  expect((await permitted.roleClient.send(start)).TaskHandle).toBeTruthy();
});
