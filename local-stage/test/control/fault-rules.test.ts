import { describe, expect, it } from 'vitest';
import type { FaultDescription, FaultRule } from '../../src/control/fault-rule.ts';
import { createFaults } from '../../src/control/faults.ts';
import { ControlRefused } from '../../src/control/refused.ts';

const throttle: FaultDescription = { kind: 'throttle' };

const faultsOf = (...rules: readonly FaultRule[]) => {
  const faults = createFaults(() => ({
    operations: new Map([
      ['sqs', ['ReceiveMessage', 'SendMessage']],
      ['lambda', ['api', 'worker']],
    ]),
    callers: ['api', 'worker', 'worker-role', 'operator'],
  }));
  for (const rule of rules) faults.add(rule);
  const send = (...callers: string[]) => faults.source({ service: 'sqs', operation: 'SendMessage', callers });
  return { faults, send, sends: (count: number) => Array.from({ length: count }, () => send()?.id) };
};

describe('a rule', () => {
  it('picks every call to its target and no others', () => {
    const { faults, sends } = faultsOf({ target: 'sqs:SendMessage', fault: throttle });
    expect(sends(2)).toEqual(['fault-1', 'fault-1']);
    expect(faults.source({ service: 'sqs', operation: 'ReceiveMessage', callers: [] })).toBeUndefined();
    expect(faults.source({ service: 'sns', operation: 'SendMessage', callers: [] })).toBeUndefined();
    expect(faults.list()).toEqual([{ id: 'fault-1', target: 'sqs:SendMessage', fault: throttle, calls: 2, hits: 2 }]);
  });

  it('picks calls to every operation of a service', () => {
    const { faults } = faultsOf({ target: 'sqs:*', fault: throttle });
    expect(faults.source({ service: 'sqs', operation: 'ReceiveMessage', callers: [] })).toEqual({
      id: 'fault-1',
      fault: throttle,
    });
  });

  it('picks the first calls, as many as it says, and is then used up', () => {
    const { faults, sends } = faultsOf({ target: 'sqs:SendMessage', fault: throttle, times: 2 });
    expect(sends(4)).toEqual(['fault-1', 'fault-1', undefined, undefined]);
    expect(faults.list()).toMatchObject([{ times: 2, calls: 4, hits: 2 }]);
  });

  it('picks calls of one caller, which do not count otherwise', () => {
    const { faults, send } = faultsOf({ target: 'sqs:SendMessage', caller: 'worker', fault: throttle, times: 1 });
    expect([send('api', 'api-role'), send(), send('worker', 'worker-role')]).toEqual([
      undefined,
      undefined,
      { id: 'fault-1', fault: throttle },
    ]);
    expect(faults.list()).toMatchObject([{ caller: 'worker', calls: 1, hits: 1 }]);
  });

  it('leaves what it does not pick to the next', () => {
    const { sends } = faultsOf(
      { target: 'sqs:SendMessage', fault: throttle, times: 1 },
      { target: 'sqs:*', fault: { kind: 'drop' }, times: 1 },
    );
    expect(sends(3)).toEqual(['fault-1', 'fault-2', undefined]);
  });

  it('ends when it is removed', () => {
    const { faults, sends } = faultsOf(
      { target: 'sqs:SendMessage', fault: throttle },
      { target: 'sqs:SendMessage', fault: { kind: 'drop' } },
    );
    expect([faults.remove('fault-1'), faults.remove('fault-1')]).toEqual([true, false]);
    expect(sends(1)).toEqual(['fault-2']);
    faults.clear();
    expect(sends(1)).toEqual([undefined]);
  });
});

describe('a rate', () => {
  const atRate = (rate: number, seed?: number): FaultRule => ({
    target: 'sqs:SendMessage',
    fault: throttle,
    rate,
    ...(seed !== undefined && { seed }),
  });
  const picked = (rule: FaultRule, count = 200) => faultsOf(rule).sends(count);

  it('picks the same calls for the same seed, others for another', () => {
    expect(picked(atRate(0.3, 7))).toEqual(picked(atRate(0.3, 7)));
    expect(picked(atRate(0.3, 7))).not.toEqual(picked(atRate(0.3, 8)));
  });

  it.each([0.05, 0.3, 0.9])('of %d is about the part of the calls that are picked', (rate) => {
    const hits = picked(atRate(rate, 1), 10_000).filter((id) => id !== undefined).length;
    expect(hits / 10_000).toBeCloseTo(rate, 1);
  });

  it('of 1 picks each', () => {
    expect(picked(atRate(1, 3), 50)).not.toContain(undefined);
  });

  it('tells the seed that it took where none was given', () => {
    const { faults, sends } = faultsOf(atRate(0.5));
    const before = sends(100);
    const [{ seed } = {}] = faults.list();
    expect(picked(atRate(0.5, seed), 100)).toEqual(before);
  });
});

describe('a mistaken rule', () => {
  const add = (rule: unknown) => () => faultsOf().faults.add(rule as FaultRule);

  it.each([
    [undefined, 'the rule is undefined. Expected: an object'],
    [{ fault: throttle }, 'target of the rule is undefined. Expected: a text'],
    [{ target: 'sqs', fault: throttle }, 'target of the rule is "sqs". Expected: SERVICE:OPERATION'],
    [{ target: 'sqs:SendMessage' }, 'fault of the rule is undefined. Expected: an object'],
    [{ target: 'sqs:SendMessage', fault: {} }, 'kind of fault of the rule is undefined. Expected: a text'],
    [
      { target: 'sqs:SendMessage', fault: { kind: 'slow' } },
      'kind of fault is "slow". Expected one of: error, throttle',
    ],
    [{ target: 'sqs:SendMessage', fault: throttle, time: 1 }, 'the rule has the unknown member "time"'],
    [
      { target: 'sqs:SendMessage', fault: { kind: 'throttle', ms: 1 } },
      'fault of the rule has the unknown member "ms". Expected some of: kind',
    ],
    [{ target: 'sqs:SendMessage', fault: { kind: 'error' } }, 'code of fault of the rule is undefined'],
    [
      { target: 'sqs:SendMessage', fault: { kind: 'error', code: 'X', status: 200 } },
      'status of fault of the rule is 200. Expected: a whole number from 400 to 599',
    ],
    [
      { target: 'sqs:SendMessage', fault: { kind: 'delay', ms: -1 } },
      'ms of fault of the rule is -1. Expected: a number',
    ],
    [{ target: 'sqs:SendMessage', fault: { kind: 'crash', afterMs: 1 } }, 'afterMs goes with a crash of a function'],
    [
      { target: 'lambda:api', fault: { kind: 'error', code: 'X', status: 500 } },
      'status goes with an error of a service',
    ],
    [{ target: 'lambda:api', caller: 'worker', fault: throttle }, 'caller goes with calls to a service'],
    [
      { target: 'sqs:SendMessage', fault: throttle, times: 0 },
      'times of the rule is 0. Expected: a whole number from 1',
    ],
    [{ target: 'sqs:SendMessage', fault: throttle, rate: 0 }, 'rate of the rule is 0'],
    [
      { target: 'sqs:SendMessage', fault: throttle, rate: 1.1 },
      'rate of the rule is 1.1. Expected: a number from 0 to 1',
    ],
    [{ target: 'sqs:SendMessage', fault: throttle, rate: 0.5, times: 1 }, 'the rule has times and rate. Expected: one'],
    [{ target: 'sqs:SendMessage', fault: throttle, seed: 1 }, 'seed goes with rate'],
    [{ target: 'sqs:SendMessage', fault: throttle, rate: 0.5, seed: -1 }, 'seed of the rule is -1. Expected: a whole'],
  ])('%j is refused', (rule, message) => {
    expect(add(rule)).toThrow(ControlRefused);
    expect(add(rule)).toThrow(message);
  });

  it.each([
    ['sns:Publish', 'the stage has no service "sns"', ['lambda', 'sqs']],
    ['sqs:Send', 'sqs has no operation "Send"', ['sqs:ReceiveMessage', 'sqs:SendMessage']],
    ['lambda:wroker', 'the stage has no function "wroker"', ['lambda:api', 'lambda:worker']],
  ])('with the target %s is refused with what there is', (target, message, expected) => {
    expect(add({ target, fault: throttle })).toThrow(
      expect.objectContaining({ message: `${message}. Expected one of: ${expected.join(', ')}`, expected }),
    );
  });

  it('with an unknown caller is refused with what there is', () => {
    expect(add({ target: 'sqs:*', caller: 'nobody', fault: throttle })).toThrow(
      'the stage has no function or role "nobody". Expected one of: api, worker, worker-role, operator',
    );
  });
});
