import type { MessageAttribute, ReceivedMessage } from '../services/sqs/queue-consumer.ts';

/** Event of a synchronous invocation, record metadata included (Lambda developer guide, "Using Lambda with Amazon SQS": 6 MB). */
const maximumEventBytes = 6_291_456;

const envelopeBytes = Buffer.byteLength(sqsEvent([]));

/** A message as a record of an SQS event, in JSON text. */
export function sqsRecord(message: ReceivedMessage, queueArn: string): string {
  return JSON.stringify({
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: message.attributes,
    messageAttributes: Object.fromEntries(
      Object.entries(message.messageAttributes).map(([name, attribute]) => [name, recordAttribute(attribute)]),
    ),
    md5OfMessageAttributes: message.md5OfMessageAttributes,
    md5OfBody: message.md5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: queueArn.split(':')[3],
  });
}

/** The event with these records. */
export function sqsEvent(records: readonly string[]): string {
  return `{"Records":[${records.join(',')}]}`;
}

/** Cuts a batch so that each event stays within what an invocation takes; a record is never cut. */
export function splitBySize<Entry extends { readonly record: string }>(
  entries: readonly Entry[],
  maximumBytes = maximumEventBytes,
): readonly (readonly Entry[])[] {
  const batches: Entry[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const recordBytes = Buffer.byteLength(entry.record) + 1;
    const current = batches.at(-1);
    if (current && bytes + recordBytes <= maximumBytes) current.push(entry);
    else {
      batches.push([entry]);
      bytes = envelopeBytes;
    }
    bytes += recordBytes;
  }
  return batches;
}

/** The event's keys are camelCase where the API's are PascalCase, and the lists, unused by SQS, are there. */
const recordAttribute = ({ dataType, stringValue, binaryValue }: MessageAttribute) => ({
  stringValue,
  binaryValue,
  stringListValues: [],
  binaryListValues: [],
  dataType,
});
