import {
  type MessageAttributeValue,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { md5OfMessageAttributes } from '../../../src/services/sqs/message-attributes.ts';
import { queue, type SqsStage, startSqs, urlOf } from './sqs-stage.ts';

const QueueUrl = urlOf('jobs');

const text = (StringValue: string): MessageAttributeValue => ({ DataType: 'String', StringValue });
const send = ({ client }: SqsStage, MessageAttributes: Record<string, MessageAttributeValue>) =>
  client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'msg', MessageAttributes }));

async function receive({ client }: SqsStage, names: readonly string[]) {
  const input = { QueueUrl, MessageAttributeNames: [...names], VisibilityTimeout: 0 };
  return (await client.send(new ReceiveMessageCommand(input))).Messages?.[0];
}

describe('the digest of message attributes', () => {
  // Recorded from AWS: LocalStack's test_receive_message_message_attribute_names_filters.
  test('is the one that AWS gives', async () => {
    const stage = await startSqs([queue('jobs')]);
    const sent = await send(stage, { 'Help.Me': text('Me'), Hello: text('There'), General: text('Kenobi') });
    expect(sent.MD5OfMessageAttributes).toBe('4c360f3fdafd970e05fae2f149d997f5');
  });

  // Recorded from AWS: LocalStack's test_send_message_with_binary_attributes.
  test('covers binary values', async () => {
    const stage = await startSqs([queue('jobs')]);
    const BinaryValue = Buffer.from('traceparent\x1e00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01', 'latin1');
    const sent = await send(stage, { attr1: { DataType: 'Binary', BinaryValue } });
    expect(sent.MD5OfMessageAttributes).toBe('8cbe4db156db8a94db8b801b7addb984');
    const received = await receive(stage, ['attr1']);
    expect(Buffer.from(received?.MessageAttributes?.['attr1']?.BinaryValue ?? '')).toEqual(BinaryValue);
  });

  // Recorded from AWS: the event source case with attributes, test_message_body_and_attributes_passed_correctly.
  test('covers the data type', () => {
    const attribute = (dataType: string, stringValue: string) => ({ dataType, stringValue, binaryValue: undefined });
    const attributes = {
      Title: attribute('String', 'The Whistler'),
      Author: attribute('String', 'John Grisham'),
      WeeksOn: attribute('Number', '6'),
    };
    expect(md5OfMessageAttributes(attributes)).toBe('d25a6aea97eb8f585bfa92d314504a92');
  });
});

describe('a receive gives the attributes it asks for', () => {
  const all = { 'Help.Me': text('Me'), Hello: text('There'), General: text('Kenobi') };
  // Digests recorded from AWS: LocalStack's test_receive_message_message_attribute_names_filters.
  test.each([
    { asked: ['All'], given: ['General', 'Hello', 'Help.Me'], digest: '4c360f3fdafd970e05fae2f149d997f5' },
    { asked: ['*'], given: ['General', 'Hello', 'Help.Me'], digest: '4c360f3fdafd970e05fae2f149d997f5' },
    { asked: ['.*'], given: ['General', 'Hello', 'Help.Me'], digest: '4c360f3fdafd970e05fae2f149d997f5' },
    { asked: ['Hello', 'General'], given: ['General', 'Hello'], digest: 'fca026605781cb4126a1e9044df24232' },
    { asked: ['Hello', 'Foo'], given: ['Hello'], digest: 'a311262e065454b75da111d535b8dacd' },
    { asked: ['Hel.*'], given: ['Hello', 'Help.Me'], digest: '83fee93c1bcd8b9a5a923ffacdc636c7' },
  ])('$asked', async ({ asked, given, digest }) => {
    const stage = await startSqs([queue('jobs')]);
    await send(stage, all);
    const received = await receive(stage, asked);
    expect(Object.keys(received?.MessageAttributes ?? {}).sort()).toEqual(given);
    expect(received?.MD5OfMessageAttributes).toBe(digest);
  });

  test.each([{ asked: [] }, { asked: ['Foo'] }, { asked: ['AWS.'] }])('$asked gives none', async ({ asked }) => {
    const stage = await startSqs([queue('jobs')]);
    await send(stage, all);
    const received = await receive(stage, asked);
    expect(received).toMatchObject({ Body: 'msg' });
    expect(received).not.toHaveProperty('MessageAttributes');
    expect(received).not.toHaveProperty('MD5OfMessageAttributes');
  });
});

describe('a message is refused', () => {
  const eleven = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`a${index}`, text('x')]));
  test.each([
    { why: 'eleven attributes', attributes: eleven, says: '[11] exceeds the allowed maximum [10]' },
    { why: 'a reserved name', attributes: { 'AWS.x': text('x') }, says: "attribute name 'AWS.x' is invalid" },
    { why: 'a name with a space', attributes: { 'a b': text('x') }, says: "attribute name 'a b' is invalid" },
    { why: 'an unknown type', attributes: { a: { DataType: 'Boolean', StringValue: 'x' } }, says: 'Binary, Number' },
    {
      why: 'no value',
      attributes: { a: { DataType: 'String' } },
      says: 'must contain non-empty message attribute value',
    },
    { why: 'no number', attributes: { a: { DataType: 'Number', StringValue: '0x10' } }, says: "Can't cast the value" },
  ])('for $why', async ({ attributes, says }) => {
    const stage = await startSqs([queue('jobs')]);
    await expect(send(stage, attributes)).rejects.toMatchObject({
      Code: 'InvalidParameterValue',
      message: expect.stringContaining(says),
    });
  });
});

test('the trace header and the message group travel as system attributes', async () => {
  const stage = await startSqs([queue('jobs')]);
  const trace = 'Root=1-67891233-abcdef012345678912345678';
  await stage.client.send(
    new SendMessageBatchCommand({
      QueueUrl,
      Entries: [
        {
          Id: 'a',
          MessageBody: 'msg',
          MessageGroupId: 'tenant-1',
          MessageSystemAttributes: { AWSTraceHeader: text(trace) },
        },
      ],
    }),
  );
  const { Messages } = await stage.client.send(
    new ReceiveMessageCommand({ QueueUrl, MessageSystemAttributeNames: ['AWSTraceHeader', 'MessageGroupId'] }),
  );
  expect(Messages?.[0]?.Attributes).toEqual({ AWSTraceHeader: trace, MessageGroupId: 'tenant-1' });
});
