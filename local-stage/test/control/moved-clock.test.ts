import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClock } from '../../src/clock.ts';
import { type ControlStage, clientConfiguration, startControlStage } from './control-stage.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

let stage: ControlStage;
beforeAll(async () => {
  stage = await startControlStage();
});
afterAll(() => stage.close());

const inboxUrl = () => String(stage.outputs['inboxUrl']);

it('is the time of an environment that was there before, and its signatures are accepted', async () => {
  const [environment] = await stage.results(['environment'], ['send', 'before']);
  const before = stage.clock.now();
  // More than signatures may be old, less than an idle environment is kept.
  stage.clock.advance(9 * minuteMs);
  const [same, sent, time] = await stage.results(['environment'], ['send', 'after'], ['time']);
  expect([same, sent]).toEqual([environment, 'sent']);
  expect(Number(time)).toBeGreaterThanOrEqual(before + 9 * minuteMs);
  expect(Number(time)).toBeLessThanOrEqual(stage.clock.now());
});

it('is the time of an environment that starts later', async () => {
  stage.clock.advance(24 * hourMs);
  const [sent, time] = await stage.results(['send', 'tomorrow'], ['time']);
  expect(sent).toBe('sent');
  expect(Math.abs(Number(time) - stage.clock.now())).toBeLessThan(minuteMs);
});

it('is what answers are dated with, so that an SDK of the host corrects its own', async () => {
  const client = new SQSClient({ ...clientConfiguration(stage), maxAttempts: 2 });
  await client.send(new SendMessageCommand({ QueueUrl: inboxUrl(), MessageBody: 'corrected' }));
  client.destroy();
  const answer = await stage.run(['time']);
  expect(Math.abs(Date.parse(answer.headers.get('date') ?? '') - stage.clock.now())).toBeLessThan(minuteMs);
});

it('lets presigned URLs expire', async () => {
  const client = new S3Client({ ...clientConfiguration(stage), forcePathStyle: true, maxAttempts: 2 });
  await client.send(new PutObjectCommand({ Bucket: 'control-files', Key: 'report', Body: 'all fine' }));
  client.destroy();
  const [url] = await stage.results(['presign', 60]);
  const fresh = await fetch(String(url));
  expect([fresh.status, await fresh.text()]).toEqual([200, 'all fine']);
  stage.clock.advance(61_000);
  const stale = await fetch(String(url));
  expect([stale.status, await stale.text()]).toEqual([403, expect.stringContaining('Request has expired')]);
});

it('ends visibility timeouts', async () => {
  await expect(stage.results(['send', 'hidden'])).resolves.toEqual(['sent']);
  const client = new SQSClient({ ...clientConfiguration(stage), maxAttempts: 2 });
  const receive = () => client.send(new ReceiveMessageCommand({ QueueUrl: inboxUrl(), MaxNumberOfMessages: 10 }));
  const bodies = async () => ((await receive()).Messages ?? []).map(({ Body }) => Body);
  expect(await bodies()).toContain('hidden');
  expect(await bodies()).toEqual([]);
  stage.clock.advance(30_000);
  expect(await bodies()).toContain('hidden');
  client.destroy();
});

it('gives an invocation that begins while it moves all of its time', async () => {
  const client = new SQSClient({ ...clientConfiguration(stage), maxAttempts: 2 });
  const QueueUrl = String(stage.outputs['workUrl']);
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'delayed order', DelaySeconds: 60 }));
  stage.clock.advance(hourMs);
  const log = () => (stage.logGroups.read('/aws/lambda/worker') ?? []).map(({ message }) => message).join('\n');
  await expect.poll(log).toContain('processed delayed order');
  expect(log()).not.toContain('timed out');
  const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  expect(Attributes).toMatchObject({ ApproximateNumberOfMessages: '0' });
  client.destroy();
});

it('is all the time there is while it stands still', async () => {
  const frozenAt = Date.UTC(2031, 4, 6);
  const other = await startControlStage({ clock: createClock(frozenAt) });
  expect(await other.results(['time'], ['sleep', 20], ['time'], ['send', 'in 2031'])).toEqual([
    frozenAt,
    null,
    frozenAt,
    'sent',
  ]);
  await other.close();
});
