import { CognitoIdentityProviderClient, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, GetItemCommand, ListTablesCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ControlStage, clientConfiguration, startControlStage } from './control-stage.ts';

let stage: ControlStage;
let dynamodb: DynamoDBClient;

beforeAll(async () => {
  stage = await startControlStage();
  dynamodb = new DynamoDBClient(clientConfiguration(stage));
});
afterEach(() => stage.reset());
afterAll(async () => {
  dynamodb.destroy();
  await stage.close();
});

const send = (MessageBody = 'hello') =>
  stage.sqs.send(new SendMessageCommand({ QueueUrl: String(stage.outputs['inboxUrl']), MessageBody }));
const put = (pk: string) => dynamodb.send(new PutItemCommand({ TableName: 'items', Item: { pk: { S: pk } } }));
const get = async (pk: string) =>
  (await dynamodb.send(new GetItemCommand({ TableName: 'items', Key: { pk: { S: pk } } }))).Item;

describe('an error', () => {
  it("is answered in the service's protocol, and nothing is done", async () => {
    stage.faults.add({
      target: 'dynamodb:PutItem',
      fault: { kind: 'error', code: 'ItemCollectionSizeLimitExceededException', message: 'too much', status: 400 },
    });
    await expect(put('refused')).rejects.toMatchObject({
      name: 'ItemCollectionSizeLimitExceededException',
      message: 'too much',
      $metadata: { httpStatusCode: 400 },
    });
    expect(await get('refused')).toBeUndefined();
  });

  it('is a 500 that says what it is, unless told otherwise', async () => {
    stage.faults.add({ target: 's3:PutObject', fault: { kind: 'error', code: 'InternalError' } });
    await expect(
      stage.s3.send(new PutObjectCommand({ Bucket: 'control-files', Key: 'a', Body: 'a' })),
    ).rejects.toMatchObject({
      name: 'InternalError',
      message: 'InternalError: a fault of the local stage',
      $metadata: { httpStatusCode: 500 },
    });
  });

  it('meets no call whose signature is wrong', async () => {
    const fault = stage.faults.add({ target: 'dynamodb:*', fault: { kind: 'throttle' } });
    const stranger = new DynamoDBClient({
      ...clientConfiguration(stage),
      credentials: { accessKeyId: 'AKIASTRANGER', secretAccessKey: 'x' },
    });
    await expect(stranger.send(new ListTablesCommand())).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
    expect(stage.faults.list()).toEqual([fault]);
  });
});

describe('a throttle', () => {
  it.each([
    [
      'dynamodb:GetItem',
      { name: 'ProvisionedThroughputExceededException', $metadata: { httpStatusCode: 400 } },
      () => get('a'),
    ],
    ['sqs:SendMessage', { name: 'RequestThrottled', $metadata: { httpStatusCode: 403 } }, () => send()],
    [
      's3:PutObject',
      { name: 'SlowDown', $metadata: { httpStatusCode: 503 } },
      () => stage.s3.send(new PutObjectCommand({ Bucket: 'control-files', Key: 'a', Body: 'a' })),
    ],
    [
      'cognito-idp:InitiateAuth',
      { name: 'TooManyRequestsException', $metadata: { httpStatusCode: 400 } },
      () =>
        new CognitoIdentityProviderClient(clientConfiguration(stage)).send(
          new InitiateAuthCommand({ AuthFlow: 'USER_PASSWORD_AUTH', ClientId: 'client' }),
        ),
    ],
    [
      'secretsmanager:GetSecretValue',
      { name: 'ThrottlingException', $metadata: { httpStatusCode: 400 } },
      () =>
        new SecretsManagerClient(clientConfiguration(stage)).send(new GetSecretValueCommand({ SecretId: 'secret' })),
    ],
  ])("of %s is the service's own error", async (target, error, call) => {
    stage.faults.add({ target, fault: { kind: 'throttle' } });
    await expect(call()).rejects.toMatchObject(error);
  });

  it("is one that a function's SDK tries again", async () => {
    stage.faults.add({ target: 'sqs:SendMessage', fault: { kind: 'throttle' }, times: 1 });
    expect(await stage.results(['send', 'in the end'])).toEqual(['sent']);
    expect(stage.faults.list()).toMatchObject([{ calls: 2, hits: 1 }]);
  });
});

describe('a drop', () => {
  it('closes the connection, and nothing is done', async () => {
    stage.faults.add({ target: 'sqs:SendMessage', fault: { kind: 'drop' }, times: 1 });
    await expect(send('lost')).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(await stage.inbox()).toEqual([]);
  });
});

describe('a crash', () => {
  it('answers 500 once the work is done', async () => {
    stage.faults.add({ target: 'sqs:SendMessage', fault: { kind: 'crash' }, times: 1 });
    await expect(send('stored')).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
    expect(await stage.inbox()).toEqual(['stored']);
  });
});
