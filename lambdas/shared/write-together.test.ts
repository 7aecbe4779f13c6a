import { afterEach, describe, expect, test, vi } from 'vitest';
import { documents } from './table.ts';
import { ConditionFailedError, writeTogether } from './write-together.ts';

const send = vi.spyOn(documents, 'send');
afterEach(() => {
  send.mockReset();
});

const cancelled = (...codes: string[]) =>
  Object.assign(new Error('cancelled'), {
    name: 'TransactionCanceledException',
    CancellationReasons: codes.map((Code) => ({ Code })),
  });
const refuse = (error: Error) => send.mockImplementationOnce(() => Promise.reject(error));
const accept = () => send.mockImplementationOnce(() => Promise.resolve({}));

describe('a transaction', () => {
  test('whose condition does not hold says which, and is not tried again', async () => {
    refuse(cancelled('None', 'ConditionalCheckFailed', 'TransactionConflict'));
    const error = await writeTogether([]).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConditionFailedError);
    expect(error).toMatchObject({ places: [1] });
    expect(send).toHaveBeenCalledTimes(1);
  });

  test.each(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])(
    'that meets %s is tried again',
    async (code) => {
      refuse(cancelled(code, 'None'));
      refuse(cancelled('None', code));
      accept();
      await writeTogether([]);
      expect(send).toHaveBeenCalledTimes(3);
    },
  );

  test('that meets others each time is the caller’s to try again', async () => {
    for (let attempt = 0; attempt < 5; attempt += 1) refuse(cancelled('TransactionConflict'));
    await expect(writeTogether([])).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      details: { retryAfterSeconds: 1 },
    });
  });

  test('that fails otherwise fails so', async () => {
    const error = cancelled('ValidationError');
    refuse(error);
    await expect(writeTogether([])).rejects.toBe(error);
  });
});
