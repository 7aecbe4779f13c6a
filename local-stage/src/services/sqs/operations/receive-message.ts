import { authorizedQueue, type SqsCall, type SqsContext, type SqsOperation } from '../call.ts';
import type { QueueConfiguration } from '../configuration.ts';
import { md5OfMessageAttributes, selectMessageAttributes } from '../message-attributes.ts';
import { optionalInteger, stringList } from '../parameters.ts';
import type { MessageAttribute, ReceivedMessage } from '../queue-consumer.ts';
import { assertSystemAttributeNames, selectSystemAttributes } from '../system-attributes.ts';
import { visibilityTimeoutOf } from './change-message-visibility.ts';

/** API reference: ReceiveMessage. Long polls wait until a message is visible or their time is over. */
export const receiveMessage: SqsOperation = async (context, call) => {
  const queue = authorizedQueue(context, call, 'ReceiveMessage');
  const request = readRequest(call, queue);
  const received = await poll(context, queue, request);
  if (received.length === 0) return {};
  return { Messages: received.map((message) => wireMessage(message, request)) };
};

interface ReceiveRequest {
  readonly maximum: number;
  readonly visibilityTimeoutSeconds: number;
  readonly waitSeconds: number;
  readonly messageAttributeNames: readonly string[];
  readonly systemAttributeNames: readonly string[];
}

function readRequest({ parameters }: SqsCall, queue: QueueConfiguration): ReceiveRequest {
  const maximum = optionalInteger(parameters, 'MaxNumberOfMessages', [1, 10], 'Must be between 1 and 10, if provided.');
  const wait = optionalInteger(parameters, 'WaitTimeSeconds', [0, 20], 'Must be >= 0 and <= 20, if provided.');
  const systemAttributeNames = [
    ...stringList(parameters, 'AttributeNames'),
    ...stringList(parameters, 'MessageSystemAttributeNames'),
  ];
  assertSystemAttributeNames(systemAttributeNames);
  return {
    maximum: maximum ?? 1,
    visibilityTimeoutSeconds: visibilityTimeoutOf(parameters) ?? queue.visibilityTimeoutSeconds,
    waitSeconds: wait ?? queue.receiveWaitTimeSeconds,
    messageAttributeNames: stringList(parameters, 'MessageAttributeNames'),
    systemAttributeNames,
  };
}

async function poll(
  context: SqsContext,
  queue: QueueConfiguration,
  request: ReceiveRequest,
): Promise<readonly ReceivedMessage[]> {
  const { engine, clock, closing } = context;
  const receive = () => engine.receive(queue.arn, request.maximum, request.visibilityTimeoutSeconds);
  const first = receive();
  if (first.length > 0 || request.waitSeconds === 0 || closing.aborted) return first;

  const { promise, resolve, reject } = Promise.withResolvers<readonly ReceivedMessage[]>();
  const giveUp = () => resolve([]);
  const unsubscribe = engine.onAvailable(queue.arn, () => {
    try {
      const received = receive();
      if (received.length > 0) resolve(received);
    } catch (error) {
      reject(error);
    }
  });
  const cancelAlarm = clock.after(request.waitSeconds * 1000, giveUp);
  closing.addEventListener('abort', giveUp, { once: true });
  try {
    return await promise;
  } finally {
    unsubscribe();
    cancelAlarm();
    closing.removeEventListener('abort', giveUp);
  }
}

function wireMessage(message: ReceivedMessage, request: ReceiveRequest) {
  const attributes = selectSystemAttributes(message.attributes, request.systemAttributeNames);
  const messageAttributes = selectMessageAttributes(message.messageAttributes, request.messageAttributeNames);
  const digest = md5OfMessageAttributes(messageAttributes);
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: message.md5OfBody,
    Body: message.body,
    ...(Object.keys(attributes).length > 0 && { Attributes: attributes }),
    ...(digest !== undefined && {
      MD5OfMessageAttributes: digest,
      MessageAttributes: Object.fromEntries(
        Object.entries(messageAttributes).map(([name, attribute]) => [name, wireAttribute(attribute)]),
      ),
    }),
  };
}

function wireAttribute(attribute: MessageAttribute) {
  return {
    DataType: attribute.dataType,
    StringValue: attribute.stringValue,
    BinaryValue: attribute.binaryValue,
  };
}
