import { describe, expect, it } from 'vitest';
import { splitBySize, sqsEvent, sqsRecord } from '../../src/functions/sqs-event.ts';
import type { ReceivedMessage } from '../../src/services/sqs/queue-consumer.ts';

const queueArn = 'arn:aws:sqs:eu-west-1:123456789012:exports';
const message: ReceivedMessage = {
  messageId: '059f36b4-87a3-44ab-83d2-661975830a7d',
  receiptHandle: 'handle',
  body: '{"exportId":"e1"}',
  md5OfBody: '0f343b0931126a20f133d67c2b018a3b',
  attributes: {
    ApproximateReceiveCount: '1',
    SentTimestamp: '1545082649183',
    SenderId: 'AIDAIENQZJOLO23YVJ4VO',
    ApproximateFirstReceiveTimestamp: '1545082649185',
  },
  messageAttributes: {},
  md5OfMessageAttributes: undefined,
};

describe('a record of an SQS event', () => {
  it('has the shape that Lambda gives it', () => {
    expect(JSON.parse(sqsRecord(message, queueArn))).toEqual({
      messageId: '059f36b4-87a3-44ab-83d2-661975830a7d',
      receiptHandle: 'handle',
      body: '{"exportId":"e1"}',
      attributes: message.attributes,
      messageAttributes: {},
      md5OfBody: '0f343b0931126a20f133d67c2b018a3b',
      eventSource: 'aws:sqs',
      eventSourceARN: queueArn,
      awsRegion: 'eu-west-1',
    });
  });

  it('has message attributes with camelCase keys and the lists that SQS does not use', () => {
    const record = sqsRecord(
      {
        ...message,
        messageAttributes: {
          WeeksOn: { dataType: 'Number', stringValue: '6', binaryValue: undefined },
          Cover: { dataType: 'Binary', stringValue: undefined, binaryValue: 'AQI=' },
        },
        md5OfMessageAttributes: 'd25a6aea97eb8f585bfa92d314504a92',
      },
      queueArn,
    );
    expect(JSON.parse(record)).toMatchObject({
      messageAttributes: {
        WeeksOn: { stringValue: '6', stringListValues: [], binaryListValues: [], dataType: 'Number' },
        Cover: { binaryValue: 'AQI=', stringListValues: [], binaryListValues: [], dataType: 'Binary' },
      },
      md5OfMessageAttributes: 'd25a6aea97eb8f585bfa92d314504a92',
    });
  });
});

describe('a batch', () => {
  it('is an event with its records', () => {
    expect(JSON.parse(sqsEvent(['{"a":1}', '{"b":2}']))).toEqual({ Records: [{ a: 1 }, { b: 2 }] });
  });

  it('is cut where the event would be larger than an invocation takes', () => {
    const entries = ['"aaaa"', '"bbbb"', '"éé"', '"a record that is larger than the limit"'].map((record) => ({
      record,
    }));
    const batches = splitBySize(entries, sqsEvent(['"aaaa"', '"bbbb"']).length + 1);
    expect(batches.map((batch) => batch.map(({ record }) => record))).toEqual([
      ['"aaaa"', '"bbbb"'],
      ['"éé"'],
      ['"a record that is larger than the limit"'],
    ]);
  });

  it('without messages is none', () => {
    expect(splitBySize([])).toEqual([]);
  });
});
