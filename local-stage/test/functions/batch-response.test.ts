import { describe, expect, it } from 'vitest';
import { readBatchResponse } from '../../src/functions/batch-response.ts';

const batch = new Set(['m1', 'm2', 'm3']);
const read = (response: unknown) => readBatchResponse(JSON.stringify(response), batch);
const failures = (...identifiers: readonly unknown[]) => ({
  batchItemFailures: identifiers.map((itemIdentifier) => ({ itemIdentifier })),
});

describe('a partial batch response', () => {
  it.each([
    ['null', null],
    ['an empty object', {}],
    ['a null list', { batchItemFailures: null }],
    ['an empty list', { batchItemFailures: [] }],
    ['other members alone', { processed: 3 }],
  ])('that is %s is a success', (_what, response) => {
    expect(read(response)).toEqual({ failed: new Set() });
  });

  it('names the messages that failed', () => {
    expect(read(failures('m1', 'm3', 'm1'))).toEqual({ failed: new Set(['m1', 'm3']) });
  });

  it.each([
    ['an identifier that is not of the batch', failures('m1', 'other')],
    ['an empty identifier', failures('')],
    ['a null identifier', failures(null)],
    ['another key', { batchItemFailures: [{ badKey: 'm1' }] }],
    ['a plain identifier', { batchItemFailures: ['m1'] }],
    ['no list', { batchItemFailures: 'm1' }],
    ['a list alone', ['m1']],
    ['a text', 'm1'],
    ['a number', 1],
  ])('with %s fails the whole batch', (_what, response) => {
    expect(read(response)).toEqual({ failed: 'all' });
  });

  it('that is no JSON fails the whole batch', () => {
    expect(readBatchResponse('{', batch)).toEqual({ failed: 'all' });
  });
});
