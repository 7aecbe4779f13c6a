import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { RequestTrace } from '../../src/control/request-trace.ts';
import { type ControlStage, startControlStage } from './control-stage.ts';

let stage: ControlStage;
beforeAll(async () => {
  stage = await startControlStage();
});
beforeEach(() => stage.reset());
afterAll(() => stage.close());

const newest = (kind: RequestTrace['kind']) => stage.requests.list().find((trace) => trace.kind === kind);

it('shows a request to an API with its invocation and the calls of that', async () => {
  const requestId = (await stage.run(['send', 'a'], ['send', 'b'])).headers.get('apigw-requestid');
  const call = {
    kind: 'serviceCall',
    service: 'sqs',
    operation: 'SendMessage',
    caller: 'arn:aws:sts::123456789012:assumed-role/caller-role/caller',
    status: 200,
    durationMs: expect.any(Number),
  };
  expect(newest('apiRequest')).toMatchObject({
    ...{ kind: 'apiRequest', api: 'steps', method: 'POST', path: '/steps', status: 200, requestId },
    durationMs: expect.any(Number),
    invocations: [
      {
        ...{ kind: 'invocation', functionName: 'caller', outcome: 'succeeded', durationMs: expect.any(Number) },
        calls: [call, call],
      },
    ],
  });
});

it('tells the calls of invocations apart that run at once, also where a caller gives both one trace', async () => {
  const headers = { 'x-amzn-trace-id': 'Root=1-5759e988-bd862e3fe1be46a994272793' };
  const bodies = [
    [['send', 'one']],
    [
      ['send', 'two'],
      ['send', 'three'],
    ],
  ];
  await Promise.all(
    bodies.map((steps) =>
      fetch(new URL('/steps', String(stage.outputs['url'])), { method: 'POST', headers, body: JSON.stringify(steps) }),
    ),
  );
  const counts = stage.requests
    .list(2)
    .map((trace) => (trace.kind === 'apiRequest' ? trace.invocations[0]?.calls.length : undefined));
  expect(counts.sort()).toEqual([1, 2]);
});

it('shows the errors of calls and of invocations, and the faults that made them', async () => {
  const error = stage.faults.add({
    target: 'sqs:SendMessage',
    caller: 'caller',
    fault: { kind: 'error', code: 'OverLimit', message: 'not today', status: 403 },
  });
  expect(await stage.results(['send', 'a'])).toEqual(['OverLimit']);
  expect(newest('apiRequest')).toMatchObject({
    invocations: [
      {
        outcome: 'succeeded',
        calls: [
          {
            status: 403,
            error: { code: 'OverLimit', message: 'not today' },
            fault: { id: error.id, kind: 'error' },
          },
        ],
      },
    ],
  });
});

it('shows a call that nobody answered without a status', async () => {
  stage.faults.add({ target: 'sqs:SendMessage', fault: { kind: 'drop' }, times: 1 });
  const command = new SendMessageCommand({ QueueUrl: String(stage.outputs['inboxUrl']), MessageBody: 'lost' });
  await expect(stage.sqs.send(command)).rejects.toThrow();
  expect(newest('serviceCall')).toMatchObject({ operation: 'SendMessage', fault: { kind: 'drop' } });
  expect(newest('serviceCall')).not.toHaveProperty('status');
});

it('shows why a gateway refused a request', async () => {
  await fetch(new URL('/nowhere?secret=1', String(stage.outputs['url'])));
  expect(newest('apiRequest')).toMatchObject({
    path: '/nowhere',
    status: 404,
    explanation: expect.stringContaining('aws_apigatewayv2_api.steps: no route matches GET /nowhere'),
    invocations: [],
  });
});

it('shows the invocations of an event source mapping on their own', async () => {
  const QueueUrl = String(stage.outputs['workUrl']);
  await stage.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'order' }));
  await expect
    .poll(() => newest('invocation'))
    .toMatchObject({ functionName: 'worker', outcome: 'succeeded', calls: [] });
});

it('shows a request while it waits for its answer', async () => {
  const running = stage.run(['sleep', 300]);
  await expect.poll(() => newest('apiRequest')).toMatchObject({ invocations: [{ outcome: 'running' }] });
  expect(newest('apiRequest')).not.toHaveProperty('status');
  await running;
  expect(newest('apiRequest')).toMatchObject({ status: 200, invocations: [{ outcome: 'succeeded' }] });
});

it('shows the newest first, as many as it is asked for', async () => {
  await stage.run(['time']);
  await fetch(new URL('/last', String(stage.outputs['url'])));
  expect(stage.requests.list(2)).toMatchObject([{ path: '/last' }, { path: '/steps' }]);
  expect(stage.requests.list(1)).toHaveLength(1);
});
