import { sqsError } from './errors.ts';

/** Attributes of a received message that a ReceiveMessage may ask for. */
const systemAttributeNames: readonly string[] = [
  'All',
  'ApproximateFirstReceiveTimestamp',
  'ApproximateReceiveCount',
  'AWSTraceHeader',
  'DeadLetterQueueSourceArn',
  'MessageDeduplicationId',
  'MessageGroupId',
  'SenderId',
  'SentTimestamp',
  'SequenceNumber',
];

/** @throws {AwsError} InvalidAttributeName */
export function assertSystemAttributeNames(names: readonly string[]): void {
  const unknown = names.find((name) => !systemAttributeNames.includes(name));
  if (unknown !== undefined) throw unknownAttribute(unknown);
}

export function selectSystemAttributes(
  attributes: Readonly<Record<string, string>>,
  wanted: readonly string[],
): Readonly<Record<string, string>> {
  if (wanted.includes('All')) return attributes;
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => wanted.includes(name)));
}

export const unknownAttribute = (name: string) => sqsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
