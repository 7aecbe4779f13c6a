import { request as httpRequest } from 'node:http';
import { Readable } from 'node:stream';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from 'vitest';
import { createClock } from '../../../src/clock.ts';
import { listenEndpoint } from '../../../src/services/endpoint.ts';
import { jsonError, jsonResponse } from '../../../src/services/json-protocol.ts';
import { AwsError, type AwsService, type ServiceRequest } from '../../../src/services/service.ts';
import { jsonOperations } from '../../../src/services/service-operations.ts';
import { startTestEndpoint } from './test-endpoint.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const start = async (...arguments_: Parameters<typeof startTestEndpoint>) => {
  const endpoint = await startTestEndpoint(...arguments_);
  closers.push(endpoint.close);
  return endpoint;
};

/** A service that remembers what it was asked and answers what it is told. */
const listening = (signingName: string, answer: () => unknown = () => ({})) => {
  const requests: ServiceRequest[] = [];
  const service: AwsService = {
    signingName,
    operations: jsonOperations([], () => new AwsError('Throttling', 'Rate exceeded')),
    async handle(request) {
      requests.push(request);
      return jsonResponse(answer(), request.requestId, '1.0');
    },
    renderError: (error, requestId) => jsonError(error, requestId, '1.0'),
  };
  return { service, requests };
};

describe('a signed request', () => {
  it('reaches the service of its credential scope', async () => {
    const sqs = listening('sqs', () => ({ QueueUrl: 'http://127.0.0.1/exports' }));
    const secrets = listening('secretsmanager', () => ({ SecretString: 'secret' }));
    const endpoint = await start([sqs.service, secrets.service]);
    const queue = await new SQSClient(endpoint.asRole).send(new GetQueueUrlCommand({ QueueName: 'exports' }));
    const secret = await new SecretsManagerClient(endpoint.asOperator).send(
      new GetSecretValueCommand({ SecretId: 'partner' }),
    );
    expect([queue.QueueUrl, secret.SecretString]).toEqual(['http://127.0.0.1/exports', 'secret']);
    expect(sqs.requests).toHaveLength(1);
    expect(sqs.requests[0]).toMatchObject({
      method: 'POST',
      path: '/',
      origin: endpoint.origin,
      caller: { arn: 'arn:aws:sts::123456789012:assumed-role/export/start-export' },
      body: Buffer.from('{"QueueName":"exports"}'),
    });
    expect(secrets.requests[0]?.caller).toMatchObject({
      arn: 'arn:aws:iam::123456789012:user/operator',
      roleArn: undefined,
    });
    expect(endpoint.records).toMatchObject([
      { service: 'sqs', target: 'AmazonSQS.GetQueueUrl', status: 200, method: 'POST', path: '/' },
      { service: 'secretsmanager', target: 'secretsmanager.GetSecretValue', status: 200 },
    ]);
  });

  it('is refused in the service’s protocol if its key is unknown', async () => {
    const sqs = listening('sqs');
    const endpoint = await start([sqs.service]);
    const client = new SQSClient({
      ...endpoint.asRole,
      credentials: { accessKeyId: 'AKIAUNKNOWN', secretAccessKey: 'x' },
    });
    await expect(client.send(new GetQueueUrlCommand({ QueueName: 'exports' }))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
      $metadata: { httpStatusCode: 403 },
    });
    expect(sqs.requests).toHaveLength(0);
  });

  it('that is refused is shown to the service that renders the refusal', async () => {
    const { service } = listening('sqs');
    const rendered: unknown[] = [];
    const renderError: AwsService['renderError'] = (error, requestId, request) => {
      rendered.push({ code: error.code, origin: request?.headers.origin, caller: request?.caller });
      return service.renderError(error, requestId);
    };
    const endpoint = await start([{ ...service, renderError }]);
    const authorization = 'AWS4-HMAC-SHA256 Credential=AKIAUNKNOWN/20260131/eu-central-1/sqs/aws4_request';
    await fetch(endpoint.origin, { method: 'POST', headers: { authorization, origin: 'http://localhost:3000' } });
    expect(rendered).toEqual([{ code: 'IncompleteSignatureException', origin: 'http://localhost:3000', caller: null }]);
  });

  it('of a service that the stage has not is refused with those it has', async () => {
    const endpoint = await start([listening('sqs').service]);
    const client = new SecretsManagerClient(endpoint.asRole);
    await expect(client.send(new GetSecretValueCommand({ SecretId: 'partner' }))).rejects.toMatchObject({
      name: 'UnknownService',
      message: 'The local stage has no service "secretsmanager". Expected one of: sqs',
    });
  });
});

describe('a body in chunks', () => {
  it.each([
    [
      'of a stream',
      () => Readable.from([Buffer.alloc(100_000, 'a'), Buffer.alloc(50_000, 'b')]),
      Buffer.concat([Buffer.alloc(100_000, 'a'), Buffer.alloc(50_000, 'b')]),
    ],
    ['of a string', () => 'hello', Buffer.from('hello')],
  ])('%s arrives as it was before', async (_name, body, expected) => {
    const s3 = listening('s3');
    const endpoint = await start([s3.service]);
    const client = new S3Client(endpoint.asRole);
    const input = { Bucket: 'bucket', Key: 'a key', ContentLength: expected.length, ContentEncoding: 'gzip' };
    await client.send(new PutObjectCommand({ ...input, Body: body() }));
    const [request] = s3.requests;
    expect(request?.body.equals(expected)).toBe(true);
    expect(request?.headers['x-amz-checksum-crc32']).toMatch(/^[\w+/]{6}==$/);
    expect(request?.headers['content-encoding']).toBe('gzip');
    expect(request?.path).toBe('/bucket/a%20key');
  });
});

describe('an unsigned request', () => {
  it('goes where it is known to be allowed', async () => {
    const cognito = listening('cognito-idp', () => ({ keys: [] }));
    const endpoint = await start([cognito.service], {
      anonymous: (request) => (request.path === '/pool/.well-known/jwks.json' ? cognito.service : undefined),
    });
    const answer = await fetch(`${endpoint.origin}/pool/.well-known/jwks.json?a=1`, {
      headers: { authorization: 'Basic abc' },
    });
    expect(await answer.json()).toEqual({ keys: [] });
    expect(cognito.requests[0]).toMatchObject({ caller: null });
    expect(cognito.requests[0]?.query.get('a')).toBe('1');
  });

  it('is refused elsewhere, in JSON or XML', async () => {
    const endpoint = await start([]);
    const json = await fetch(endpoint.origin, { method: 'POST', headers: { 'x-amz-target': 'AmazonSQS.SendMessage' } });
    expect([json.status, await json.json()]).toEqual([
      403,
      { __type: 'MissingAuthenticationToken', message: 'Request is missing Authentication Token' },
    ]);
    const xml = await fetch(endpoint.origin);
    expect(xml.status).toBe(403);
    expect(await xml.text()).toContain('<Code>MissingAuthenticationToken</Code>');
  });
});

describe('a defect of the stage', () => {
  it('tells the caller no more than a request id', async () => {
    const failing = listening('sqs', () => {
      throw new Error('the stage’s own secret');
    });
    const endpoint = await start([failing.service], { anonymous: () => failing.service });
    const answer = await fetch(endpoint.origin, { method: 'POST' });
    expect(answer.status).toBe(500);
    expect(answer.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await answer.text()).not.toContain('secret');
    expect(endpoint.defects).toMatchObject([{ message: 'the stage’s own secret' }]);
  });

  it('an AwsError that a service throws is its answer', async () => {
    const failing = listening('sqs', () => {
      throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
    });
    const endpoint = await start([failing.service], { anonymous: () => failing.service });
    const answer = await fetch(endpoint.origin, { method: 'POST' });
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { __type: 'QueueDoesNotExist', message: 'The specified queue does not exist.' },
    ]);
    expect(endpoint.defects).toEqual([]);
  });
});

it('answers 503 until it is told who serves', async () => {
  const endpoint = await listenEndpoint(0);
  closers.push(endpoint.close);
  const answer = await fetch(endpoint.origin, { method: 'POST', body: 'a' });
  expect(answer.status).toBe(503);
});

it('refuses a body that is longer than the stage takes', async () => {
  const { service } = listening('s3');
  const endpoint = await start([service], { anonymous: () => service, clock: createClock(0) });
  const status = await new Promise((resolve, reject) => {
    const request = httpRequest(endpoint.origin, {
      method: 'PUT',
      headers: { 'content-length': 64 * 1024 * 1024 + 1 },
    });
    request.on('response', (response) => resolve(response.statusCode));
    request.on('error', reject);
    request.flushHeaders();
  });
  expect(status).toBe(413);
});
