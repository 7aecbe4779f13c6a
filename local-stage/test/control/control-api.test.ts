import { request as httpRequest } from 'node:http';
import { createServer } from 'node:net';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ControlStage, startControlStage } from './control-stage.ts';

let stage: ControlStage;
beforeAll(async () => {
  stage = await startControlStage();
});
afterEach(() => stage.reset());
afterAll(() => stage.close());

async function call(method: string, path: string, body?: unknown) {
  const answer = await fetch(`${stage.controlUrl}${path}`, {
    method,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, document: text === '' ? undefined : JSON.parse(text) };
}

/** `fetch` sets Host itself. */
function withHeaders(headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    httpRequest(`${stage.controlUrl}/clock`, { headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('/faults', () => {
  const rule = { target: 'sqs:SendMessage', caller: 'caller', fault: { kind: 'throttle' }, times: 1 };

  it('takes a rule, counts what it meets and lets go of it', async () => {
    const { status, document } = await call('POST', '/faults', rule);
    expect({ status, document }).toEqual({ status: 201, document: { ...rule, id: document.id, calls: 0, hits: 0 } });
    await stage.results(['send', 'again']);
    const counted = { ...rule, id: document.id, calls: 2, hits: 1 };
    expect(await call('GET', '/faults')).toEqual({ status: 200, document: { faults: [counted] } });
    expect(await call('DELETE', `/faults/${document.id}`)).toEqual({ status: 204, document: undefined });
    expect(await call('GET', '/faults')).toEqual({ status: 200, document: { faults: [] } });
  });

  it('lets go of every rule', async () => {
    await call('POST', '/faults', rule);
    await call('POST', '/faults', rule);
    expect((await call('DELETE', '/faults')).status).toBe(204);
    expect(stage.faults.list()).toEqual([]);
  });

  it('refuses a mistaken rule with what is wrong with it, and a list of what there is', async () => {
    expect(await call('POST', '/faults', { ...rule, target: 'lambda:none' })).toEqual({
      status: 400,
      document: {
        message: 'caller goes with calls to a service. Functions are invoked by APIs and by mappings',
      },
    });
    expect(await call('POST', '/faults', { ...rule, caller: 'none' })).toEqual({
      status: 400,
      document: {
        message:
          'the stage has no function or role "none". Expected one of: caller, worker, caller-role, worker-role, operator',
        expected: ['caller', 'worker', 'caller-role', 'worker-role', 'operator'],
      },
    });
    expect((await call('POST', '/faults', { ...rule, target: 'sns:Publish' })).document.expected).toEqual([
      'apigateway',
      'cognito-idp',
      'dynamodb',
      'lambda',
      'logs',
      's3',
      'secretsmanager',
      'sqs',
    ]);
  });

  it('knows the operations of every service', async () => {
    for (const target of [
      'apigateway:GetApiKey',
      'cognito-idp:InitiateAuth',
      'cognito-idp:AdminCreateUser',
      'cognito-idp:oauth2/token',
      'dynamodb:TransactWriteItems',
      'logs:FilterLogEvents',
      's3:PutObject',
      's3:PostObject',
      'secretsmanager:GetSecretValue',
      'sqs:StartMessageMoveTask',
    ]) {
      expect(await call('POST', '/faults', { target, fault: { kind: 'drop' } })).toMatchObject({ status: 201 });
    }
  });

  it('has no rule of another id', async () => {
    expect(await call('DELETE', '/faults/fault-0')).toEqual({
      status: 404,
      document: { message: 'there is no fault "fault-0". Expected one of: none', expected: [] },
    });
  });
});

describe('/clock', () => {
  it('tells the time and moves it', async () => {
    const { document: before } = await call('GET', '/clock');
    const { status, document: after } = await call('POST', '/clock/advance', { ms: 90_000 });
    expect(status).toBe(200);
    expect(after.epochMs - before.epochMs).toBeGreaterThanOrEqual(90_000);
    expect(Date.parse(after.now)).toBe(after.epochMs);
    expect(stage.clock.now()).toBeGreaterThanOrEqual(after.epochMs);
  });

  it.each([
    [undefined, 'the body is undefined. Expected: an object with ms'],
    [{ ms: -1 }, 'ms of the body is -1. Expected: a number from 0 to 31622400000'],
    [{ ms: '1' }, 'ms of the body is "1". Expected: a number from 0 to 31622400000'],
    [{ seconds: 1 }, 'the body has the unknown member "seconds". Expected some of: ms'],
  ])('does not move by %j', async (body, message) => {
    expect(await call('POST', '/clock/advance', body)).toMatchObject({ status: 400, document: { message } });
  });
});

describe('what there is to see', () => {
  it('are requests', async () => {
    await stage.run(['time']);
    expect((await call('GET', '/requests?limit=1')).document).toEqual({ requests: stage.requests.list(1) });
    expect(await call('GET', '/requests?limit=many')).toEqual({
      status: 400,
      document: { message: 'limit is "many". Expected: a whole number from 1 to 10000' },
    });
  });

  it('are queues', async () => {
    await stage.results(['send', 'waits']);
    const QueueUrl = String(stage.outputs['workUrl']);
    await stage.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'later', DelaySeconds: 900 }));
    const empty = { visible: 0, inFlight: 0, delayed: 0 };
    expect((await call('GET', '/queues')).document).toEqual({
      queues: [
        { name: 'dead', url: expect.stringMatching(/\/dead$/), ...empty },
        { name: 'inbox', url: stage.outputs['inboxUrl'], ...empty, visible: 1 },
        { name: 'work', url: QueueUrl, ...empty, delayed: 1, deadLetterQueue: { name: 'dead', messages: 0 } },
      ],
    });
  });

  it('are dead letters', async () => {
    stage.faults.add({ target: 'lambda:worker', fault: { kind: 'error', code: 'Broken' } });
    const QueueUrl = String(stage.outputs['workUrl']);
    await stage.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'never' }));
    const deadLetters = async () => (await call('GET', '/queues')).document.queues[2].deadLetterQueue.messages;
    for (const hits of [1, 2, 3]) {
      await expect.poll(() => stage.faults.list()[0]?.hits).toBe(hits);
      await expect.poll(async () => (await call('GET', '/functions')).document.functions[1].busy).toBe(0);
      expect(await deadLetters()).toBe(0);
      stage.clock.advance(30_000);
    }
    await expect.poll(deadLetters).toBe(1);
  });

  it('are functions', async () => {
    const before = (await call('GET', '/functions')).document.functions[0];
    await stage.run(['time']);
    stage.faults.add({ target: 'lambda:caller', fault: { kind: 'error', code: 'Broken' }, times: 1 });
    await stage.run(['time']);
    stage.faults.add({ target: 'lambda:caller', fault: { kind: 'throttle' }, times: 1 });
    await stage.run(['time']);
    expect((await call('GET', '/functions')).document.functions[0]).toEqual({
      ...{ name: 'caller', environments: 1, busy: 0, running: 0 },
      invocations: before.invocations + 2,
      errors: before.errors + 1,
      throttles: before.throttles + 1,
    });
  });

  it('are logs', async () => {
    await stage.run(['time']);
    expect((await call('GET', '/logs')).document.groups).toContain('/aws/lambda/caller');
    const { document } = await call('GET', '/logs?group=/aws/lambda/caller&limit=1');
    expect(document.events).toEqual([
      { timestamp: expect.any(Number), streamName: expect.any(String), message: expect.stringMatching(/^REPORT /) },
    ]);
    expect(await call('GET', '/logs?group=none')).toMatchObject({
      status: 404,
      document: { message: expect.stringContaining('there is no log group "none". Expected one of: /aws/lambda/') },
    });
  });
});

describe('the control API', () => {
  it.each([
    ['POST', '/faults', '{', 400, 'the body is no JSON'],
    ['POST', '/faults', ' '.repeat(70_000), 413, 'the body is longer than 65536 bytes'],
    ['PUT', '/faults', undefined, 405, '/faults does not take PUT. Expected: GET or POST or DELETE'],
    ['GET', '/fault', undefined, 404, 'the control API has no path /fault. Expected one of: GET /faults'],
    ['DELETE', '/faults/a/b', undefined, 404, 'the control API has no path /faults/a/b'],
    ['DELETE', '/faults/%', undefined, 404, 'there is no fault "%"'],
  ])('answers %s %s with a clear error', async (method, path, body, status, message) => {
    const answer = await call(method, path, body);
    expect(answer).toMatchObject({ status, document: { message: expect.stringContaining(message) } });
  });

  it('is not for web pages, by whatever name they find it', async () => {
    const { host } = new URL(stage.controlUrl);
    expect(await withHeaders({ host })).toBe(200);
    expect(await withHeaders({ host: host.replace('127.0.0.1', 'localhost') })).toBe(200);
    expect(await withHeaders({ host, origin: 'http://localhost:3000' })).toBe(403);
    expect(await withHeaders({ host: 'rebound.example' })).toBe(403);
  });

  it('names the port that is in use', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await expect(startControlStage({ controlPort: port })).rejects.toThrow(
      `port ${port} is in use; the control API needs it. Stop the process that listens there, or choose another with --control-port`,
    );
    server.close();
  });
});
