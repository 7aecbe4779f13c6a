import { invalidValue, sqsError } from './errors.ts';
import { readMessageAttributes } from './message-attribute-rules.ts';
import { sizeOfMessageAttributes } from './message-attributes.ts';
import { missingParameter, optionalInteger, optionalString, type Parameters } from './parameters.ts';
import type { OutgoingMessage } from './queue-engine.ts';

/** 15 minutes. Source: SendMessage, DelaySeconds. */
const maximumDelaySeconds = 900;

/** Source: SendMessage, MessageGroupId. */
const groupIdPattern = /^[\w!"#$%&'()*+,\-./:;<=>?@[\\\]^`{|}~]{1,128}$/;

/**
 * Reads and checks one message of SendMessage or one entry of SendMessageBatch.
 *
 * @param senderId the caller's user id.
 */
export function readOutgoingMessage(parameters: Parameters, senderId: string): OutgoingMessage {
  const body = optionalString(parameters, 'MessageBody');
  if (!body) throw missingParameter('MessageBody');
  assertAllowedCharacters(body);
  if (parameters['MessageDeduplicationId'] !== undefined) {
    throw notForStandardQueues('MessageDeduplicationId', parameters['MessageDeduplicationId']);
  }
  return {
    body,
    messageAttributes: readMessageAttributes(parameters, 'MessageAttributes'),
    systemAttributes: { SenderId: senderId, ...readTraceHeader(parameters), ...readGroupId(parameters) },
    delaySeconds: optionalInteger(
      parameters,
      'DelaySeconds',
      [0, maximumDelaySeconds],
      `DelaySeconds must be >= 0 and <= ${maximumDelaySeconds}.`,
    ),
  };
}

/** What counts against the queue's limit: body and message attributes. */
export function sizeOf(message: OutgoingMessage): number {
  return Buffer.byteLength(message.body) + sizeOfMessageAttributes(message.messageAttributes);
}

/** @throws {AwsError} InvalidParameterValue */
export function assertSize(message: OutgoingMessage, maximumBytes: number): void {
  if (sizeOf(message) <= maximumBytes) return;
  throw sqsError(
    'InvalidParameterValueException',
    `One or more parameters are invalid. Reason: Message must be shorter than ${maximumBytes} bytes.`,
  );
}

/** Source: SendMessage: the characters that XML 1.0 allows. */
function assertAllowedCharacters(body: string): void {
  if (/^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u.test(body)) return;
  throw sqsError(
    'InvalidMessageContents',
    'Invalid characters found. Valid unicode characters are ' +
      '#x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
  );
}

/** The X-Ray header is the one system attribute that a sender may set. */
function readTraceHeader(parameters: Parameters): Readonly<Record<string, string>> {
  const attributes = readMessageAttributes(parameters, 'MessageSystemAttributes');
  for (const [name, attribute] of Object.entries(attributes)) {
    if (name !== 'AWSTraceHeader') throw invalidValue(name, 'MessageSystemAttributes', 'Unknown system attribute.');
    if (attribute.dataType !== 'String') {
      throw invalidValue(attribute.dataType, 'AWSTraceHeader', 'The data type must be String.');
    }
  }
  const header = attributes['AWSTraceHeader']?.stringValue;
  return header === undefined ? {} : { AWSTraceHeader: header };
}

/** On a standard queue the group makes the queue fair among groups; it does not order messages. */
function readGroupId(parameters: Parameters): Readonly<Record<string, string>> {
  const groupId = optionalString(parameters, 'MessageGroupId');
  if (groupId === undefined) return {};
  if (groupIdPattern.test(groupId)) return { MessageGroupId: groupId };
  const reason = 'MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.';
  throw invalidValue(groupId, 'MessageGroupId', reason);
}

function notForStandardQueues(parameter: string, value: unknown) {
  return invalidValue(value, parameter, 'The request include parameter that is not valid for this queue type');
}
