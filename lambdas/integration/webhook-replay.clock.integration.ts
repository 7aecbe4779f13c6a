import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { advanceClock, stageTime } from './control.ts';
import { sendAsWebhook } from './signed-requests.ts';

/** Longer than a signature is good for. */
const staleMs = 6 * 60_000;

test('receiveWebhook refuses the very request that it took six minutes before: no answer of its authorizer is kept', async () => {
  const event = {
    eventId: `evt_${randomBytes(8).toString('hex')}`,
    type: 'invoice.paid',
    occurredAt: '2027-01-01T12:00:00Z',
    data: {},
  };
  const at = await stageTime();
  expect(await sendAsWebhook('replayed-partner', event, at)).toMatchObject({ status: 202 });
  await advanceClock(staleMs);
  expect(await sendAsWebhook('replayed-partner', event, at)).toMatchObject({ status: 403 });
});
