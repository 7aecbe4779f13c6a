import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createClock } from '../../src/clock.ts';
import type { Fault, FaultableCall } from '../../src/faults.ts';
import type { EventSourceMappingConfiguration } from '../../src/functions/event-source-mapping-configuration.ts';
import { startEventSourceMappings } from '../../src/functions/event-source-mappings.ts';
import type { FunctionInvoker, InvocationAnswer, InvocationResult } from '../../src/functions/invoker.ts';
import { createMemoryQueue } from './memory-queue.ts';

const success: InvocationAnswer = {
  kind: 'answer',
  requestId: 'r',
  payload: 'null',
  functionError: undefined,
  durationMs: 1,
};
const failed: InvocationAnswer = { ...success, functionError: 'Unhandled', payload: '{"errorType":"Error"}' };
const throttled: InvocationResult = { kind: 'throttle', reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' };
const answered = (value: unknown): InvocationAnswer => ({ ...success, payload: JSON.stringify(value) });

const configuration: EventSourceMappingConfiguration = {
  address: 'aws_lambda_event_source_mapping.exports',
  id: 'mapping',
  queueArn: 'arn:aws:sqs:eu-west-1:123456789012:exports',
  functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:export-worker',
  enabled: true,
  batchSize: 10,
  maximumBatchingWindowSeconds: 0,
  reportsBatchItemFailures: false,
  maximumConcurrency: undefined,
};

interface Started {
  readonly overrides?: Partial<EventSourceMappingConfiguration>;
  readonly visibilityTimeoutSeconds?: number;
  readonly functionTimeoutSeconds?: number;
  readonly authorize?: (functionArn: string, action: string, resource: string) => void;
  /** Answers at once; without it, invocations wait for `answerNext`. */
  readonly answer?: InvocationResult;
  /** What the calls of a kind to the queue meet, in their order; later ones meet nothing. */
  readonly faults?: Readonly<Record<string, Fault[]>>;
  /** Messages that are there at the start. */
  readonly waiting?: readonly string[];
}

function start(options: Started = {}) {
  const clock = createClock(0);
  const queue = createMemoryQueue(clock, options.visibilityTimeoutSeconds);
  if (options.waiting) queue.send(...options.waiting);
  const batches: string[][] = [];
  const problems: string[] = [];
  const calls: FaultableCall[] = [];
  const running: ((result: InvocationResult) => void)[] = [];
  const invoker: Pick<FunctionInvoker, 'invoke'> = {
    invoke(_functionArn, payload) {
      const { Records } = JSON.parse(payload) as { Records: { messageId: string }[] };
      batches.push(Records.map(({ messageId }) => messageId));
      return options.answer ? Promise.resolve(options.answer) : new Promise((resolve) => void running.push(resolve));
    },
  };
  const mappings = startEventSourceMappings([{ ...configuration, ...options.overrides }], {
    clock,
    invoker,
    queues: queue.consumer,
    authorize: options.authorize ?? (() => {}),
    callerOf: () => ({
      callers: ['export-worker-role', 'export-worker'],
      faults(call) {
        calls.push(call);
        const fault = options.faults?.[call.operation]?.shift();
        return fault && { id: 'fault-1', fault };
      },
    }),
    functionTimeoutSeconds: () => options.functionTimeoutSeconds ?? 10,
    onProblem: (message) => problems.push(message),
  });
  return {
    clock,
    queue,
    batches,
    calls,
    problems,
    mappings,
    async answerNext(result: InvocationResult = success) {
      running.shift()?.(result);
      await setImmediate();
    },
  };
}

describe('an event source mapping', () => {
  it('hands what the queue holds at the start to the function, and deletes it', async () => {
    const { batches, queue } = start({ waiting: ['m1', 'm2'], answer: success });
    await setImmediate();
    expect(batches).toEqual([['m1', 'm2']]);
    expect(queue.deleted).toEqual(['m1', 'm2']);
  });

  it('hands on what is sent later', async () => {
    const { batches, queue } = start({ answer: success });
    queue.send('m1');
    await setImmediate();
    expect(batches).toEqual([['m1']]);
    expect(queue.left()).toEqual([]);
  });

  it('gives an invocation no more than the batch size', async () => {
    const { batches } = start({ overrides: { batchSize: 2 }, waiting: ['m1', 'm2', 'm3'], answer: success });
    await setImmediate();
    expect(batches).toEqual([['m1', 'm2'], ['m3']]);
  });

  it.each([
    [undefined, 5],
    [2, 2],
    [8, 8],
  ])('with a maximum concurrency of %s runs %d batches at once', async (maximumConcurrency, expected) => {
    const waiting = Array.from({ length: 10 }, (_, index) => `m${index}`);
    const { batches, answerNext } = start({ overrides: { batchSize: 1, maximumConcurrency }, waiting });
    expect(batches).toHaveLength(expected);
    await answerNext();
    expect(batches).toHaveLength(expected + 1);
  });

  it('does nothing while disabled', async () => {
    const { batches, queue } = start({ overrides: { enabled: false }, waiting: ['m1'], answer: success });
    await setImmediate();
    expect(batches).toEqual([]);
    expect(queue.left()).toEqual(['m1']);
  });

  it('tells of a message that it could not delete, and goes on', async () => {
    const { queue, problems, batches, answerNext } = start({ waiting: ['m1'] });
    queue.lose('m1');
    await answerNext();
    expect(problems).toEqual([
      expect.stringMatching(/^aws_lambda_event_source_mapping\.exports: .*The receipt handle has expired/),
    ]);
    queue.send('m2');
    expect(batches).toEqual([['m1'], ['m2']]);
  });
});

describe('messages of a failed invocation', () => {
  it.each([
    ['an error of the function', failed],
    ['a throttle', throttled],
  ])('after %s come back when their visibility timeout has passed, and not before', async (_what, result) => {
    const { clock, queue, batches, answerNext } = start({ waiting: ['m1'], visibilityTimeoutSeconds: 30 });
    await answerNext(result);
    clock.advance(29_999);
    expect(batches).toEqual([['m1']]);
    clock.advance(1);
    expect(batches).toEqual([['m1'], ['m1']]);
    await answerNext();
    expect(queue.left()).toEqual([]);
  });
});

describe('partial batch responses', () => {
  const overrides = { reportsBatchItemFailures: true };
  const partial = answered({ batchItemFailures: [{ itemIdentifier: 'm2' }] });

  it('delete all but the messages that failed', async () => {
    const { queue } = start({ overrides, waiting: ['m1', 'm2', 'm3'], answer: partial });
    await setImmediate();
    expect(queue.deleted).toEqual(['m1', 'm3']);
    expect(queue.left()).toEqual(['m2']);
  });

  it('with an unknown identifier delete none', async () => {
    const answer = answered({ batchItemFailures: [{ itemIdentifier: 'm2' }, { itemIdentifier: 'other' }] });
    const { queue } = start({ overrides, waiting: ['m1', 'm2'], answer });
    await setImmediate();
    expect(queue.left()).toEqual(['m1', 'm2']);
  });

  it('are not looked at where the mapping does not ask for them', async () => {
    const { queue } = start({ waiting: ['m1', 'm2'], answer: partial });
    await setImmediate();
    expect(queue.left()).toEqual([]);
  });

  it('of an invocation that failed count for nothing', async () => {
    const { queue } = start({ overrides, waiting: ['m1', 'm2'], answer: { ...partial, functionError: 'Unhandled' } });
    await setImmediate();
    expect(queue.left()).toEqual(['m1', 'm2']);
  });
});

describe('a batching window', () => {
  const overrides = { batchSize: 3, maximumBatchingWindowSeconds: 5 };

  it('waits for the batch to fill', async () => {
    const { batches, queue } = start({ overrides, answer: success });
    queue.send('m1', 'm2');
    await setImmediate();
    expect(batches).toEqual([]);
    queue.send('m3');
    await setImmediate();
    expect(batches).toEqual([['m1', 'm2', 'm3']]);
  });

  it('ends with what there is', async () => {
    const { clock, batches, queue } = start({ overrides, answer: success });
    queue.send('m1');
    clock.advance(4000);
    queue.send('m2');
    clock.advance(999);
    expect(batches).toEqual([]);
    clock.advance(1);
    await setImmediate();
    expect(batches).toEqual([['m1', 'm2']]);
    expect(queue.left()).toEqual([]);
  });

  it('starts anew with the next message', async () => {
    const { clock, batches, queue } = start({ overrides, answer: success });
    queue.send('m1', 'm2', 'm3');
    clock.advance(4000);
    queue.send('m4');
    clock.advance(4999);
    await setImmediate();
    expect(batches).toEqual([['m1', 'm2', 'm3']]);
    clock.advance(1);
    expect(batches).toHaveLength(2);
  });

  it('hides the messages for the window, the function’s timeout and 30 s where the queue’s own time is shorter', () => {
    const { queue } = start({ overrides, visibilityTimeoutSeconds: 12, functionTimeoutSeconds: 10, waiting: ['m1'] });
    expect(queue.received[0]?.visibilityTimeoutSeconds).toBe(45);
    const { queue: long } = start({ overrides, visibilityTimeoutSeconds: 15, waiting: ['m1'] });
    expect(long.received[0]?.visibilityTimeoutSeconds).toBeUndefined();
  });

  it('asks the queue for at most ten at a time', () => {
    const waiting = Array.from({ length: 25 }, (_, index) => `m${index}`);
    const { queue, batches } = start({ overrides: { batchSize: 25, maximumBatchingWindowSeconds: 1 }, waiting });
    expect(queue.received.slice(0, 3).map(({ maximum }) => maximum)).toEqual([10, 10, 5]);
    expect(batches[0]).toEqual(waiting);
  });
});

describe('closing', () => {
  it('ends polling and waits for what runs', async () => {
    const { mappings, queue, batches, answerNext } = start({ waiting: ['m1'] });
    let closed = false;
    const closing = mappings.close().then(() => {
      closed = true;
    });
    queue.send('m2');
    await setImmediate();
    expect({ closed, batches }).toEqual({ closed: false, batches: [['m1']] });
    await answerNext();
    await closing;
    expect(queue.left()).toEqual(['m2']);
  });

  it('gives back what waits for its batch', async () => {
    const { mappings, queue, batches } = start({
      overrides: { batchSize: 3, maximumBatchingWindowSeconds: 5 },
      waiting: ['m1'],
    });
    await mappings.close();
    expect(batches).toEqual([]);
    expect(queue.consumer.receive('', 10)).toMatchObject([{ messageId: 'm1' }]);
  });
});

describe('a mapping is refused as Lambda refuses it', () => {
  const prefix = 'aws_lambda_event_source_mapping.exports: InvalidParameterValueException: ';

  it.each(['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'])('without the grant of %s', (operation) => {
    const authorize = (functionArn: string, action: string, resource: string) => {
      if (action === `sqs:${operation}`) throw new Error(`${functionArn} may not ${action} on ${resource}`);
    };
    expect(() => start({ authorize })).toThrow(
      `${prefix}The function execution role does not have permissions to call ${operation} on SQS ` +
        `(${configuration.functionArn} may not sqs:${operation} on ${configuration.queueArn})`,
    );
  });

  it('where the queue’s visibility timeout is less than the function’s timeout', () => {
    expect(() => start({ visibilityTimeoutSeconds: 29, functionTimeoutSeconds: 30 })).toThrow(
      `${prefix}Queue visibility timeout: 29 seconds is less than Function timeout: 30 seconds`,
    );
    expect(() => start({ visibilityTimeoutSeconds: 30, functionTimeoutSeconds: 30 })).not.toThrow();
  });

  it.each<[Partial<EventSourceMappingConfiguration>, string]>([
    [{ batchSize: 0 }, 'batch_size is 0. Expected: 1 to 10000'],
    [{ batchSize: 10_001, maximumBatchingWindowSeconds: 1 }, 'batch_size is 10001'],
    [
      { batchSize: 11 },
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    ],
    [{ maximumBatchingWindowSeconds: 301 }, 'maximum_batching_window_in_seconds is 301. Expected: 0 to 300'],
    [{ maximumConcurrency: 1 }, 'maximum_concurrency is 1. Expected: 2 to 1000'],
  ])('with %j', (overrides, message) => {
    expect(() => start({ overrides })).toThrow(prefix + message);
  });
});

describe('a fault of the queue', () => {
  const refusals: readonly Fault[] = [
    { kind: 'error', code: 'InternalError', message: 'a fault', status: 500 },
    { kind: 'throttle' },
    { kind: 'drop' },
  ];

  it.each(refusals)('lets a mapping that could not receive ($kind) try again after a second', async (fault) => {
    const { clock, queue, batches } = start({ faults: { ReceiveMessage: [fault] }, waiting: ['m1'], answer: success });
    queue.send('m2');
    clock.advance(999);
    expect([batches, queue.received]).toEqual([[], []]);
    clock.advance(1);
    await setImmediate();
    expect(batches).toEqual([['m1', 'm2']]);
  });

  it('hides the messages of a receive whose answer is lost until their visibility timeout has passed', async () => {
    const { clock, batches } = start({
      ...{ faults: { ReceiveMessage: [{ kind: 'crash', afterMs: undefined }] }, waiting: ['m1'] },
      ...{ visibilityTimeoutSeconds: 30, answer: success },
    });
    clock.advance(29_999);
    await setImmediate();
    expect(batches).toEqual([]);
    clock.advance(1);
    await setImmediate();
    expect(batches).toEqual([['m1']]);
  });

  it('delays a receive once', async () => {
    const { clock, batches } = start({
      ...{ faults: { ReceiveMessage: [{ kind: 'delay', ms: 5000 }] }, waiting: ['m1'], answer: success },
    });
    clock.advance(4999);
    expect(batches).toEqual([]);
    clock.advance(1);
    await setImmediate();
    expect(batches).toEqual([['m1']]);
  });

  it.each(refusals)('leaves a message that could not be deleted ($kind) to be received again', async (fault) => {
    const { clock, queue, batches, problems } = start({
      ...{ faults: { DeleteMessage: [fault] }, waiting: ['m1', 'm2'], answer: success },
    });
    await setImmediate();
    expect(queue.left()).toEqual(['m1']);
    expect(problems).toEqual([expect.stringMatching(/message m1 of arn:.* could not be deleted/)]);
    clock.advance(30_000);
    await setImmediate();
    expect(batches).toEqual([['m1', 'm2'], ['m1']]);
    expect(queue.left()).toEqual([]);
  });

  it('meets the calls of the function and of its role', async () => {
    const { calls } = start({ waiting: ['m1'], answer: success });
    await setImmediate();
    const callers = ['export-worker-role', 'export-worker'];
    expect(calls).toContainEqual({ service: 'sqs', operation: 'ReceiveMessage', callers });
    expect(calls).toContainEqual({ service: 'sqs', operation: 'DeleteMessage', callers });
  });

  it('that a mapping waits out does not outlive it', async () => {
    const { clock, mappings, queue } = start({ faults: { ReceiveMessage: [{ kind: 'drop' }] }, waiting: ['m1'] });
    await mappings.close();
    clock.advance(10_000);
    expect(queue.received).toEqual([]);
  });
});
