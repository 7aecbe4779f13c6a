import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { partnerSecret } from '../../contracts/smoke/credentials.ts';
import { forgedSignature, webhookSignature } from '../../contracts/smoke/signing.ts';
import { outputs, problem, send, textOf, urlOf } from './requests.ts';

const partnerId = 'acme-webhooks';
const path = { partnerId };
let secret: string;
beforeAll(async () => {
  secret = await partnerSecret(outputs);
});

const event = (changes: object = {}) => ({
  eventId: `evt_${randomBytes(8).toString('hex')}`,
  type: 'invoice.paid',
  occurredAt: '2027-01-01T12:00:00+02:00',
  data: { amount: 12, nested: { deep: [1, null, 'x'] } },
  ...changes,
});

const sign = (body: unknown, { signer = partnerId, at = new Date() } = {}) => {
  const request = { method: 'POST', url: urlOf('receiveWebhook', { path }), body: textOf(body) };
  return webhookSignature({ partnerId: signer, secret }, request, at);
};
const deliver = (body: unknown, headers = sign(body)) => send('receiveWebhook', { path, body, headers });
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

describe('receiveWebhook', () => {
  test('takes an event once and as often as it is sent', async () => {
    const once = event();
    expect(await deliver(once)).toMatchObject({ status: 202, body: { eventId: once.eventId } });
    expect(await deliver(once, sign(once, { at: minutesAgo(4) }))).toMatchObject({ status: 202 });
    expect(await deliver({ ...once, data: {} })).toMatchObject(problem('IDEMPOTENCY_MISMATCH'));
  });

  test('refuses who is not the partner, and what was not made now', async () => {
    const body = event();
    const signed = sign(body);
    expect(await deliver(body, { ...signed, 'Webhook-Signature': forgedSignature() })).toMatchObject({ status: 403 });
    expect(await deliver(body, sign(body, { signer: 'other-partner' }))).toMatchObject({ status: 403 });
    expect(await deliver(body, sign(body, { at: minutesAgo(6) }))).toMatchObject({ status: 403 });
    expect(await deliver(body, sign(body, { at: minutesAgo(-6) }))).toMatchObject({ status: 403 });
    const now = String(Number(signed['Webhook-Timestamp']) + 1);
    expect(await deliver(body, { ...signed, 'Webhook-Timestamp': now })).toMatchObject({ status: 403 });
    for (const name of Object.keys(signed)) {
      const rest = Object.fromEntries(Object.entries(signed).filter(([other]) => other !== name));
      expect(await deliver(body, rest)).toMatchObject({ status: 401 });
    }
  });

  test('refuses a body that is not the one that was signed', async () => {
    const body = event();
    expect(await deliver({ ...body, type: 'invoice.cancelled' }, sign(body))).toMatchObject(
      problem('INVALID_SIGNATURE'),
    );
    expect(await deliver(`${textOf(body)} `, sign(body))).toMatchObject(problem('INVALID_SIGNATURE'));
  });

  test('refuses bad input that the partner signed', async () => {
    expect(await deliver('{')).toMatchObject(problem('INVALID_JSON'));
    for (const change of [
      { eventId: 'a b' },
      { type: 'Invoice' },
      { occurredAt: '2027-01-01' },
      { data: [] },
      { data: { text: 'x'.repeat(100_001) } },
      { extra: 1 },
    ]) {
      expect(await deliver(event(change))).toMatchObject(problem('VALIDATION_FAILED'));
    }
  });

  test('keeps data of any depth', async () => {
    const deep = JSON.parse(`${'{"a":'.repeat(50)}1${'}'.repeat(50)}`);
    expect(await deliver(event({ data: deep }))).toMatchObject({ status: 202 });
  });

  test('refuses a name that no partner has', async () => {
    const bad = { partnerId: 'ACME' };
    const body = event();
    const request = { method: 'POST', url: urlOf('receiveWebhook', { path: bad }), body: textOf(body) };
    const headers = webhookSignature({ partnerId: bad.partnerId, secret }, request, new Date());
    expect(await send('receiveWebhook', { path: bad, body, headers })).toMatchObject(problem('INVALID_PARAMETER'));
  });
});
