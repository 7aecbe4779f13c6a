import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent, Context, SQSEvent } from 'aws-lambda';
import type { EnvironmentVariable } from '../shared/environment.ts';
import type { Item, Key } from '../shared/item.ts';
import { outputs } from './requests.ts';

/**
 * Functions called in this process, on the stage's own services: for what takes AWS minutes, such as the
 * fifth receive of a message, and for a queue or a bucket that is not there.
 */

/** Gives this process what the stack gives the functions. */
export function useFunctionEnvironment(changes: Partial<Record<EnvironmentVariable, string>> = {}): void {
  const variables: Partial<Record<EnvironmentVariable, string>> = {
    TABLE_NAME: outputs.tableName,
    EXPORT_QUEUE_URL: outputs.exportQueueUrl,
    EXPORT_DEAD_LETTER_QUEUE_URL: outputs.exportDeadLetterQueueUrl,
    EXPORTS_BUCKET: outputs.exportsBucket,
    ATTACHMENTS_BUCKET: outputs.attachmentsBucket,
    MAX_RECEIVE_COUNT: '5',
    ...changes,
  };
  Object.assign(process.env, variables);
}

export const context = { getRemainingTimeInMillis: () => 60_000 } as Context;

/** What a REST API sends for a user's request. */
export const restEvent = (userId: string, changes: Partial<APIGatewayProxyEvent>): APIGatewayProxyEvent =>
  ({
    headers: {},
    isBase64Encoded: false,
    path: '/',
    requestContext: { requestId: 'in-process', path: '/', authorizer: { claims: { sub: userId } } },
    ...changes,
  }) as unknown as APIGatewayProxyEvent;

/** @param receives how often each message was received, this time included. */
export const sqsEvent = (bodies: readonly string[], receives = 1): SQSEvent =>
  ({
    Records: bodies.map((body, index) => ({
      messageId: `message-${index}`,
      body,
      attributes: { ApproximateReceiveCount: String(receives) },
    })),
  }) as unknown as SQSEvent;

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}), {
  marshallOptions: { removeUndefinedValues: true },
});
const TableName = outputs.tableName;

export async function readItem({ pk, sk }: Key): Promise<Item | undefined> {
  return (await documents.send(new GetCommand({ TableName, Key: { pk, sk }, ConsistentRead: true }))).Item;
}

export async function writeItem(item: Item): Promise<void> {
  await documents.send(new PutCommand({ TableName, Item: item }));
}

export async function writeItems(items: readonly Item[]): Promise<void> {
  for (let start = 0; start < items.length; start += 25) {
    const puts = items.slice(start, start + 25).map((item) => ({ PutRequest: { Item: item } }));
    await documents.send(new BatchWriteCommand({ RequestItems: { [TableName]: puts } }));
  }
}

/** Every item of a partition. */
export async function readPartition(partition: string): Promise<readonly Item[]> {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :partition',
      ExpressionAttributeValues: { ':partition': partition },
      ConsistentRead: true,
    }),
  );
  return Items;
}

export async function removeItem({ pk, sk }: Key): Promise<void> {
  await documents.send(new DeleteCommand({ TableName, Key: { pk, sk } }));
}
