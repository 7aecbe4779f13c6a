import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RequestRecord } from '../../src/gateway/gateway.ts';
import { type Stage, startStage } from '../../src/stage.ts';
import { type OrdersProject, writeOrdersProject } from '../resources/orders-project.ts';
import { shopDocument } from '../resources/shop-document.ts';

describe("another project's stack on localhost", () => {
  const requests: RequestRecord[] = [];
  const notices: string[] = [];
  let project: OrdersProject;
  let stage: Stage;

  beforeAll(async () => {
    project = writeOrdersProject();
    stage = await startStage({
      document: project.document,
      port: 0,
      controlPort: 0,
      outputs: join(project.folder, 'out', 'outputs.json'),
      onRequest: (record) => requests.push(record),
      onNotice: (notice) => notices.push(notice),
    });
  });

  afterAll(async () => {
    await stage.close();
    project.remove();
  });

  it('answers on the route of the REST API', async () => {
    const response = await fetch(`${stage.outputs['restUrl']}/orders/o-1`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ path: '/orders/o-1', parameters: { orderId: 'o-1' } });
  });

  it('answers on the route of the HTTP API', async () => {
    const response = await fetch(`${stage.outputs['httpUrl']}/status`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ path: '/status' });
  });

  it('gives functions and outputs URLs of the stage', async () => {
    const body = await (await fetch(`${stage.outputs['httpUrl']}/status`)).json();
    expect(body).toMatchObject({
      queueUrl: `${stage.awsEndpoint}/123456789012/orders-default-orders`,
      baseUrl: stage.outputs['httpUrl'],
    });
    expect(stage.outputs['queueUrl']).toBe(`${stage.awsEndpoint}/123456789012/orders-default-orders`);
    expect(stage.urls).toEqual([
      { api: 'orders-rest', url: stage.outputs['restUrl'] },
      { api: 'orders-http', url: stage.outputs['httpUrl'] },
    ]);
  });

  it('feeds the worker from the queue', async () => {
    const client = new SQSClient({
      endpoint: stage.awsEndpoint,
      region: stage.region,
      credentials: stage.operatorCredentials,
    });
    await client.send(new SendMessageCommand({ QueueUrl: String(stage.outputs['queueUrl']), MessageBody: 'order 7' }));
    await vi.waitFor(() => {
      const lines = stage.logGroups.read('/aws/lambda/orders-default-worker') ?? [];
      expect(lines.map(({ message }) => message).join('')).toContain('got order 7');
    }, 8000);
    client.destroy();
  });

  it('tells of each request once', async () => {
    requests.length = 0;
    await fetch(`${stage.outputs['restUrl']}/orders`);
    expect(requests).toMatchObject([
      { api: 'orders-rest', method: 'GET', path: '/live/orders', status: 403, functionName: undefined },
    ]);
  });

  it('says what it does not run', () => {
    expect(notices).toContain('not run on localhost, on purpose: aws_cloudwatch_metric_alarm (1)');
  });

  it('writes outputs as cdktf does, without the sensitive ones', () => {
    const { account, ...others } = stage.outputs;
    expect(JSON.parse(readFileSync(join(project.folder, 'out', 'outputs.json'), 'utf8'))).toEqual({ orders: others });
    expect(account).toBe('123456789012');
  });

  it("writes the operator's environment for its owner alone", () => {
    const file = join(project.folder, 'out', 'aws.env');
    expect(readFileSync(file, 'utf8').split('\n')).toEqual([
      `AWS_ENDPOINT_URL=${stage.awsEndpoint}`,
      'AWS_REGION=eu-central-1',
      `AWS_ACCESS_KEY_ID=${stage.operatorCredentials.accessKeyId}`,
      `AWS_SECRET_ACCESS_KEY=${stage.operatorCredentials.secretAccessKey}`,
      `LOCAL_STAGE_CONTROL_URL=${stage.controlUrl}`,
      '',
    ]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

describe('the end of a stage', () => {
  it('closes every port', async () => {
    const project = writeOrdersProject();
    const stage = await startStage({ document: project.document, port: 0 });
    const urls = [...stage.urls.map(({ url }) => url), stage.awsEndpoint];
    await stage.close();
    for (const url of urls) await expect(fetch(url)).rejects.toThrow('fetch failed');
    project.remove();
  });

  it('keeps what the services stored, where a folder for it is given', async () => {
    const project = writeOrdersProject(shopDocument());
    const options = { document: project.document, port: 0, state: join(project.folder, 'state') };
    const first = await startStage(options);
    const before = await tokenSecret(first);
    await first.close();
    const second = await startStage(options);
    expect(await tokenSecret(second)).toBe(before);
    await second.close();
    project.remove();
  });
});

async function tokenSecret(stage: Stage): Promise<string | undefined> {
  const client = new SecretsManagerClient({
    endpoint: stage.awsEndpoint,
    region: stage.region,
    credentials: stage.operatorCredentials,
  });
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: 'token' }));
  client.destroy();
  return SecretString;
}
