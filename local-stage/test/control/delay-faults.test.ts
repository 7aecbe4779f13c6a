import { ListQueuesCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ControlStage, startControlStage } from './control-stage.ts';

/** Of the stage's time: less than what lets an integration time out. */
const delayMs = 20_000;

let stage: ControlStage;
beforeAll(async () => {
  stage = await startControlStage();
});
afterAll(() => stage.close());

it("delays a call to a service by the stage's time, then does the work", async () => {
  const { id } = stage.faults.add({ target: 'sqs:SendMessage', fault: { kind: 'delay', ms: delayMs } });
  const sent = stage.sqs.send(
    new SendMessageCommand({ QueueUrl: String(stage.outputs['inboxUrl']), MessageBody: 'late' }),
  );
  // A call that is not delayed overtakes it.
  expect(await Promise.race([sent, stage.sqs.send(new ListQueuesCommand())])).toHaveProperty('QueueUrls');
  expect(await stage.inbox()).toEqual([]);
  stage.clock.advance(delayMs);
  await sent;
  expect(await stage.inbox()).toEqual(['late']);
  stage.faults.remove(id);
});

it("delays an invocation by the stage's time, then runs it", async () => {
  await stage.results(['time']);
  stage.faults.add({ target: 'lambda:caller', fault: { kind: 'delay', ms: delayMs }, times: 1 });
  const before = stage.clock.now();
  const delayed = stage.results(['time']);
  const [overtaking] = await stage.results(['time']);
  expect(Number(overtaking)).toBeLessThan(before + delayMs);
  stage.clock.advance(delayMs);
  expect(Number((await delayed)[0])).toBeGreaterThanOrEqual(before + delayMs);
});

it('ends with the stage', async () => {
  const other = await startControlStage();
  other.faults.add({ target: 'lambda:worker', fault: { kind: 'delay', ms: 86_400_000 } });
  await other.sqs.send(
    new SendMessageCommand({ QueueUrl: String(other.outputs['workUrl']), MessageBody: 'never processed' }),
  );
  await expect.poll(() => other.faults.list()).toMatchObject([{ hits: 1 }]);
  await other.close();
  const invocation = other.requests.list().find(({ kind }) => kind === 'invocation');
  expect(invocation).toMatchObject({ functionName: 'worker', outcome: 'interrupted' });
});
