import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ControlStage, startControlStage } from './control-stage.ts';

let stage: ControlStage;
beforeAll(async () => {
  stage = await startControlStage();
});
afterEach(() => stage.reset());
afterAll(() => stage.close());

const logOf = (name: string) =>
  (stage.logGroups.read(`/aws/lambda/${name}`) ?? []).map(({ message }) => message).join('\n');

/** The invocation that the latest request to the API made. */
const latest = () => {
  const request = stage.requests.list().find(({ kind }) => kind === 'apiRequest');
  return request?.kind === 'apiRequest' ? request.invocations[0] : undefined;
};

/** Whether that invocation has its environment, from which on its timeout counts. */
const isRunning = () => {
  const invocation = latest();
  return invocation?.outcome === 'running' && logOf('caller').includes(`START RequestId: ${invocation.requestId}`);
};

describe('an error', () => {
  it('fails the invocation as if the handler had thrown it, and the handler is not run', async () => {
    stage.faults.add({ target: 'lambda:caller', fault: { kind: 'error', code: 'TableGone', message: 'no table' } });
    expect((await stage.run(['send', 'never'])).status).toBe(500);
    expect(latest()).toMatchObject({ outcome: 'failed', error: { code: 'TableGone', message: 'no table' }, calls: [] });
    expect(logOf('caller')).toContain('Invoke Error \t{"errorType":"TableGone","errorMessage":"no table"');
    expect(await stage.inbox()).toEqual([]);
  });
});

describe('a throttle', () => {
  it('refuses the invocation as Lambda does beyond the concurrency', async () => {
    const before = stage.faults.add({ target: 'lambda:caller', fault: { kind: 'throttle' }, times: 1 });
    expect((await stage.run(['time'])).status).toBe(503);
    expect(latest()).toMatchObject({
      outcome: 'throttled',
      error: { code: 'TooManyRequestsException', message: 'ConcurrentInvocationLimitExceeded' },
      fault: { id: before.id, kind: 'throttle' },
    });
    expect((await stage.run(['time'])).status).toBe(200);
  });
});

describe('a drop', () => {
  it('lets the function run into its timeout, and the handler is not run', async () => {
    await stage.results(['time']);
    stage.faults.add({ target: 'lambda:caller', fault: { kind: 'drop' }, times: 1 });
    const dropped = stage.run(['send', 'never']);
    await expect.poll(isRunning).toBe(true);
    stage.clock.advance(10_000);
    expect((await dropped).status).toBe(500);
    expect(logOf('caller')).toMatch(/Task timed out after 10\.00 seconds/);
    expect(await stage.inbox()).toEqual([]);
  });
});

describe('a crash', () => {
  it('loses the answer once the handler is done, and the environment with it', async () => {
    const [before] = await stage.results(['environment']);
    stage.faults.add({ target: 'lambda:caller', fault: { kind: 'crash' }, times: 1 });
    expect((await stage.run(['send', 'done'])).status).toBe(500);
    expect(latest()).toMatchObject({ outcome: 'failed', error: { code: 'Runtime.ExitError' } });
    expect(await stage.inbox()).toEqual(['done']);
    expect(await stage.results(['environment'])).not.toEqual([before]);
  });

  it('happens in the middle of the invocation, where it says after how long', async () => {
    await stage.results(['time']);
    stage.faults.add({ target: 'lambda:caller', fault: { kind: 'crash', afterMs: 9000 }, times: 1 });
    const crashing = stage.run(['send', 'before'], ['sleep', 60_000], ['send', 'after']);
    await expect.poll(() => stage.inbox(), { timeout: 5000 }).toEqual(['before']);
    stage.clock.advance(9000);
    expect((await crashing).status).toBe(500);
    expect(latest()).toMatchObject({ outcome: 'failed', error: { code: 'Runtime.ExitError' } });
    expect(await stage.inbox()).toEqual([]);
  });

  it('leaves the messages of a batch to be received again', async () => {
    stage.faults.add({ target: 'lambda:worker', fault: { kind: 'crash' }, times: 1 });
    await stage.sqs.send(
      new SendMessageCommand({ QueueUrl: String(stage.outputs['workUrl']), MessageBody: 'order 7' }),
    );
    await expect.poll(() => stage.faults.list()[0]?.hits).toBe(1);
    await expect.poll(() => logOf('worker')).toContain('Runtime.ExitError');
    stage.clock.advance(30_000);
    await expect.poll(() => logOf('worker').split('processed order 7')).toHaveLength(3);
  });
});
