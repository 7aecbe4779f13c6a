import { expect, test } from 'vitest';
import type { StageOutputs } from '../../contracts/stage-outputs.ts';
import { createExportLedger } from './exports.ts';
import type { Answer } from './requests.ts';
import { type SettleOptions, settlingFaults } from './settle.ts';

const answerOf = (document: object): Answer => ({
  status: 200,
  body: JSON.stringify(document),
  headers: new Headers(),
  durationMs: 1,
});

/** A ledger whose exports are as these documents say, and have been looked at once. */
async function ledgerOf(documents: Readonly<Record<string, object>>) {
  const exports = createExportLedger();
  for (const [exportId, document] of Object.entries(documents))
    exports.accept(exportId, async () => answerOf(document));
  await exports.lookOnce();
  return exports;
}

async function faultsOf(
  documents: Readonly<Record<string, object>>,
  settled: { readonly left?: number; readonly dead?: readonly string[] },
): Promise<readonly string[]> {
  const exports = await ledgerOf(documents);
  const options = { outputs: {} as StageOutputs, exports, poison: 1 } as Partial<SettleOptions> as SettleOptions;
  return settlingFaults({ left: 0, dead: ['poison 0'], ...settled }, options);
}

const failed = { status: 'failed', failure: { reason: 'The export could not be written' } };

test('exports that ended, an empty queue and explained dead letters are right', async () => {
  const documents = { a: { status: 'succeeded' }, b: failed };
  expect(await faultsOf(documents, { dead: ['poison 0', '{"exportId":"b"}'] })).toEqual([]);
});

test.each([
  ['has not ended', { a: { status: 'running' } }, {}, 'the export a was accepted and has not ended'],
  ['failed without a reason', { a: { status: 'failed' } }, {}, 'the export a failed without a reason'],
  ['left a message', {}, { left: 2 }, '2 messages are left in the export queue. Expected: none'],
  ['lost a message', {}, { dead: [] }, '0 of 1 messages that were sent to fail are in the dead-letter queue'],
  [
    'gave a message up in silence',
    { a: { status: 'succeeded' } },
    { dead: ['poison 0', '{"exportId":"a"}'] },
    'a dead letter whose export has not failed: {"exportId":"a"}',
  ],
])('a run that %s is told of', async (_what, documents, settled, fault) => {
  expect(await faultsOf(documents, settled)).toEqual([fault]);
});
