import { expect, vi } from 'vitest';
import { configured } from '../../resources/configuring.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import type { ConformanceStage } from '../conformance-stage.ts';
import { writeProject } from '../project.ts';
import { queues } from '../queue-client.ts';
import type { Script } from '../run-cases.ts';
import { differences, memberAt } from '../shapes.ts';
import { queueOf, sqsDocument } from '../stages/lambda-sqs-stage.ts';

const second = 1000;
/** A little more than the visibility timeout of a queue that says nothing of it. */
const pastVisibility = 31 * second;

export const sqsScripts: Readonly<Record<string, Script>> = {
  'sqs-event-attributes': async ({ expect: { event_shape = {} } }, conformance) => {
    const attributes = {
      Title: { DataType: 'String', StringValue: 'The Whistler' },
      Author: { DataType: 'String', StringValue: 'John Grisham' },
      WeeksOn: { DataType: 'Number', StringValue: '6' },
    };
    await queues(conformance).send('standard', ['with attributes'], attributes);
    const record = await recordWith(conformance, 'standard', 'with attributes');
    expect(differences(record, event_shape)).toEqual([]);
  },

  'sqs-event-dlq-attribute': async (_, conformance) => {
    await queues(conformance).send('givenUp', ['given up']);
    await eventually(() => expect(conformance.eventsOf('givenUp')).toHaveLength(1));
    conformance.stage.clock.advance(pastVisibility);
    const message = await eventually(() => queues(conformance).receive('givenUpDead'));
    expect(message?.Attributes?.['DeadLetterQueueSourceArn']).toBe('arn:aws:sqs:eu-west-1:123456789012:givenUp');
  },

  'sqs-event-standard': async ({ expect: { event_shape } }, conformance) => {
    await queues(conformance).send('standard', ['standard']);
    await recordWith(conformance, 'standard', 'standard');
    const event = conformance.eventsOf('standard').at(-1);
    const names = { '<region>': 'eu-west-1', '<account>': '123456789012', '<queue>': 'standard' };
    const shape = Object.entries(names).reduce(
      (text, [name, value]) => text.replaceAll(name, value),
      JSON.stringify(event_shape),
    );
    expect(differences(event, JSON.parse(shape), { complete: true })).toEqual([]);
  },

  'sqs-esm-defaults': async ({ expect: { json = {} } }) => {
    const project = writeProject(sqsDocument);
    const mapping = configured(sqsDocument, project.folder).eventSourceMappings.find(({ address }) =>
      address.endsWith('.retried'),
    );
    project.remove();
    expect(mapping).toMatchObject({
      batchSize: json['BatchSize'],
      maximumBatchingWindowSeconds: json['MaximumBatchingWindowInSeconds'],
      reportsBatchItemFailures: (json['FunctionResponseTypes'] as readonly string[]).length > 0,
      enabled: true,
    });
  },

  'sqs-esm-disabled': async (_, conformance) => {
    await queues(conformance).send('disabled', ['left alone']);
    conformance.stage.clock.advance(pastVisibility);
    expect(await queues(conformance).counts('disabled')).toEqual({ visible: 1, inFlight: 0 });
    expect(conformance.eventsOf('disabled')).toEqual([]);
  },

  'sqs-esm-payload-6mb': async (_, conformance) => {
    const body = 'x'.repeat(1_000_000);
    for (let sent = 0; sent < 8; sent += 1) await queues(conformance).send('heavy', [body]);
    conformance.stage.clock.advance(6 * second);
    const measured = await eventually(() => {
      const events = conformance.eventsOf('heavy');
      expect(events).toHaveLength(2);
      return events;
    });
    expect(measured.map((event) => Number(memberAt(event, 'records'))).sort()).toEqual([2, 6]);
    for (const event of measured) expect(memberAt(event, 'bytes')).toBeLessThanOrEqual(6 * 1024 * 1024);
  },

  'sqs-partial-bad-key': failsWhole,
  'sqs-partial-empty-identifier': failsWhole,
  'sqs-partial-empty-response': succeeds,
  'sqs-partial-invalid': failsWhole,
  'sqs-partial-not-configured': succeeds,
  'sqs-partial-null-identifier': failsWhole,
  'sqs-partial-null-list': succeeds,
  'sqs-partial-null-response': succeeds,

  'sqs-retry-count': async (_, conformance) => {
    await queues(conformance).send('retried', ['again']);
    const first = await recordWith(conformance, 'retried', 'again');
    await eventually(async () => expect((await queues(conformance).counts('retried')).inFlight).toBe(1));
    conformance.stage.clock.advance(pastVisibility);
    const again = await eventually(() => {
      const events = conformance.eventsOf('retried');
      expect(events).toHaveLength(2);
      return memberAt(events[1], 'Records') as readonly unknown[];
    });
    expect(again).toHaveLength(1);
    for (const same of ['messageId', 'md5OfBody']) expect(memberAt(again[0], same)).toBe(memberAt(first, same));
    expect(memberAt(again[0], 'receiptHandle')).not.toBe(memberAt(first, 'receiptHandle'));
    expect(memberAt(again[0], 'attributes.ApproximateReceiveCount')).toBe('2');
  },

  'sqs-visibility-window': async (_, conformance) => {
    const { clock } = conformance.stage;
    const received = (times: number) => eventually(() => expect(conformance.eventsOf('windowed')).toHaveLength(times));
    await queues(conformance).send('windowed', ['hidden']);
    clock.advance(5 * second);
    await received(1);
    // Window, timeout and 30 s: 5 + 3 + 30, counted from the receive.
    clock.advance(32 * second);
    expect(await queues(conformance).counts('windowed')).toEqual({ visible: 0, inFlight: 1 });
    await received(1);
    clock.advance(7 * second);
    await received(2);
    const count = memberAt(conformance.eventsOf('windowed')[1], 'Records') as readonly unknown[];
    expect(memberAt(count[0], 'attributes.ApproximateReceiveCount')).toBe('2');
  },

  'sqs-batch-11': async ({ expect: { status, body } }, conformance) => {
    const bodies = Array.from({ length: 20 }, (_, index) => `message ${index}`);
    const refusal = await queues(conformance)
      .send('disabled', bodies)
      .catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      message: expect.stringContaining(body?.contains ?? 'a text of the fact'),
      $metadata: { httpStatusCode: status },
    });
  },
};

/** Both messages end in the dead-letter queue, which takes what was received once and not deleted. */
async function failsWhole({ id, expect: fact }: ConformanceCase, conformance: ConformanceStage): Promise<void> {
  expect(fact.whole_batch_fails ?? true).toBe(true);
  const name = await consumeTwo(id, conformance);
  await eventually(async () => expect((await queues(conformance).counts(`${name}Dead`)).visible).toBe(2));
}

/** Both messages are gone. */
async function succeeds({ id, expect: fact }: ConformanceCase, conformance: ConformanceStage): Promise<void> {
  expect(fact.whole_batch_fails ?? false).toBe(false);
  const name = await consumeTwo(id, conformance);
  expect(await queues(conformance).counts(name)).toEqual({ visible: 0, inFlight: 0 });
  expect(await queues(conformance).counts(`${name}Dead`)).toEqual({ visible: 0, inFlight: 0 });
}

/** Sends two messages, waits for the worker's answer and lets what is in flight still become visible. */
async function consumeTwo(id: string, conformance: ConformanceStage): Promise<string> {
  const name = queueOf(id);
  await queues(conformance).send(name, ['one', 'two']);
  await eventually(() => {
    const lines = conformance.stage.logGroups.read(`/aws/lambda/${name}`) ?? [];
    const consumed = conformance.eventsOf(name).flatMap((event) => memberAt(event, 'Records') as readonly unknown[]);
    expect(consumed).toHaveLength(2);
    expect(lines.at(-1)?.message).toMatch(/^REPORT/);
  });
  conformance.stage.clock.advance(pastVisibility);
  return name;
}

async function recordWith(conformance: ConformanceStage, name: string, body: string): Promise<unknown> {
  return eventually(() => {
    const records = conformance.eventsOf(name).flatMap((event) => memberAt(event, 'Records') as readonly unknown[]);
    const found = records.find((record) => memberAt(record, 'body') === body);
    expect(found).toBeDefined();
    return found;
  });
}

/** Repeats until nothing is thrown. */
const eventually = <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 20_000, interval: 5 });
