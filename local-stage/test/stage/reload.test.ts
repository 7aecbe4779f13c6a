import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Stage, startStage } from '../../src/stage.ts';
import { type OrdersProject, writeOrdersProject } from '../resources/orders-project.ts';
import { shopDocument } from '../resources/shop-document.ts';

let project: OrdersProject;
let stage: Stage;

const access = () => ({
  endpoint: stage.awsEndpoint,
  region: stage.region,
  credentials: stage.operatorCredentials,
});

async function start(document?: unknown): Promise<void> {
  project = writeOrdersProject(document);
  stage = await startStage({ document: project.document, port: 0, outputs: join(project.folder, 'outputs.json') });
}

afterEach(async () => {
  await stage.close();
  project.remove();
});

type Resources = Record<string, Record<string, Record<string, unknown>>>;

/** Changes the document's file, as a synthesis does. */
function rewrite(change: (resource: Resources) => void): void {
  const document = JSON.parse(readFileSync(project.document, 'utf8')) as { resource: Resources };
  change(document.resource);
  writeFileSync(project.document, JSON.stringify(document));
}

const ofType = (resource: Resources, type: string): Record<string, Record<string, unknown>> => {
  const found = resource[type];
  expect.assert(found, `the document has no ${type}`);
  return found;
};

/** A package of other code, under another name, as a build with a hash in its paths writes it. */
function deploy(name: string, source: string): void {
  writeFileSync(join(project.folder, name), zipSync({ 'index.mjs': strToU8(source) }));
  rewrite((resource) => {
    for (const [key, args] of Object.entries(ofType(resource, 'aws_lambda_function')))
      if (key === 'api') args['filename'] = name;
  });
}

const answering = (body: string) =>
  `export const handler = async () => ({ statusCode: 200, body: ${JSON.stringify(body)} });`;

const status = async () => (await fetch(`${stage.outputs['httpUrl']}/status`)).text();

describe('a stage that reads its document again', () => {
  beforeEach(() => start());

  it('runs the new code with the next request, and keeps what waits in queues', async () => {
    const client = new SQSClient(access());
    const QueueUrl = String(stage.outputs['queueUrl']);
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'later', DelaySeconds: 600 }));
    expect(await status()).toContain('/status');
    deploy('second.zip', answering('second'));
    await stage.reload();
    expect(await status()).toBe('second');
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessagesDelayed'] }),
    );
    expect(Attributes).toEqual({ ApproximateNumberOfMessagesDelayed: '1' });
    client.destroy();
  });

  it('keeps logs, traces and faults', async () => {
    await status();
    stage.faults.add({ target: 'lambda:orders-default-api', fault: { kind: 'error', code: 'Broken' }, times: 1 });
    await stage.reload();
    expect(stage.logGroups.read('/aws/lambda/orders-default-api')?.length).toBeGreaterThan(0);
    expect(stage.requests.list(1)).toMatchObject([{ path: '/status', status: 200 }]);
    expect((await fetch(`${stage.outputs['httpUrl']}/status`)).status).toBe(500);
  });

  it('answers each request that comes meanwhile, and ends those that are under way', async () => {
    deploy(
      'slow.zip',
      `export const handler = async () => { await new Promise((done) => setTimeout(done, 100)); return { statusCode: 200, body: 'slow' }; };`,
    );
    await stage.reload();
    const underWay = status();
    await new Promise((resolve) => setTimeout(resolve, 50));
    deploy('third.zip', answering('third'));
    const reloaded = stage.reload();
    const meanwhile = await Promise.all([status(), status(), status()]);
    expect([await underWay, ...meanwhile]).toEqual(['slow', 'third', 'third', 'third']);
    await reloaded;
  });

  it('writes the outputs anew', async () => {
    const document = JSON.parse(readFileSync(project.document, 'utf8'));
    document.output.added = { value: 'new' };
    writeFileSync(project.document, JSON.stringify(document));
    await stage.reload();
    expect(stage.outputs['added']).toBe('new');
    expect(readFileSync(join(project.folder, 'outputs.json'), 'utf8')).toContain('"added": "new"');
  });

  it('goes on as it was with a document that is no JSON', async () => {
    writeFileSync(project.document, '{"resource": ');
    await expect(stage.reload()).rejects.toThrow('cdk.tf.json');
    expect(await status()).toContain('/status');
  });

  it.each<[string, (resource: Resources) => void, string]>([
    [
      'a type that it does not know',
      (resource) => {
        resource['aws_unheard_of'] = { thing: {} };
      },
      'aws_unheard_of.thing',
    ],
    [
      'a policy that no engine can evaluate',
      (resource) => {
        for (const args of Object.values(ofType(resource, 'aws_iam_role_policy')))
          args['policy'] = '{"Statement":[{"Effect":"Perhaps","Action":"sqs:*","Resource":"*"}]}';
      },
      'aws_iam_role_policy.worker',
    ],
    [
      'another API',
      (resource) => {
        ofType(resource, 'aws_apigatewayv2_api')['second'] = { name: 'second', protocol_type: 'HTTP' };
      },
      'start the stage anew',
    ],
  ])('goes on as it was with %s', async (_what, change, reason) => {
    rewrite(change);
    await expect(stage.reload()).rejects.toThrow(reason);
    expect(await status()).toContain('/status');
    expect((await fetch(`${stage.outputs['restUrl']}/orders/o-1`)).status).toBe(200);
  });
});

describe('a stage with users and a table that reads its document again', () => {
  beforeEach(() => {
    const document = shopDocument();
    return start({
      ...document,
      output: {
        poolId: { value: '${aws_cognito_user_pool.users.id}' },
        tableName: { value: '${aws_dynamodb_table.orders.name}' },
      },
    });
  });

  it('keeps users, items and the operator', async () => {
    const [cognito, dynamodb] = [new CognitoIdentityProviderClient(access()), new DynamoDBClient(access())];
    const [UserPoolId, TableName] = [String(stage.outputs['poolId']), String(stage.outputs['tableName'])];
    const user = { UserPoolId, Username: 'ann@example.com' };
    await cognito.send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS' }));
    const Key = { pk: { S: 'o-1' }, sk: { S: 'order' } };
    await dynamodb.send(new PutItemCommand({ TableName, Item: { ...Key, total: { N: '7' } } }));
    await stage.reload();
    expect(await cognito.send(new AdminGetUserCommand(user))).toMatchObject({ Enabled: true });
    expect((await dynamodb.send(new GetItemCommand({ TableName, Key }))).Item).toMatchObject({ total: { N: '7' } });
    cognito.destroy();
    dynamodb.destroy();
  });
});
