import type { APIGatewayRequestAuthorizerEventV2 } from 'aws-lambda';
import { beforeEach, expect, test, vi } from 'vitest';
import { partnerSecret } from '../partners/partner-secret.ts';
import { systemClock } from '../shared/clock.ts';
import { logger } from '../shared/logger.ts';
import { handler } from './webhook-authorizer.ts';
import { signWebhook, webhookKey } from './webhook-signature.ts';

const secret = 'a-secret';
vi.spyOn(partnerSecret, 'find').mockImplementation(async (_, use) => use(secret));
const logged = vi.spyOn(logger, 'info').mockImplementation(() => undefined);
const now = new Date('2026-01-01T00:00:00Z');
vi.spyOn(systemClock, 'now').mockReturnValue(now);
vi.stubEnv('WEBHOOK_SOURCES', '192.0.2.0/24');
beforeEach(() => logged.mockClear());

const contentDigest = 'sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:';

function eventOf(partnerId: string, headers: Record<string, string> = {}): APIGatewayRequestAuthorizerEventV2 {
  const timestamp = String(now.getTime() / 1000);
  const rawPath = `/webhooks/${partnerId}`;
  const signature = signWebhook(webhookKey(secret, partnerId), {
    timestamp,
    method: 'POST',
    path: rawPath,
    contentDigest,
  });
  return {
    headers: {
      'webhook-timestamp': timestamp,
      'webhook-signature': signature,
      'content-digest': contentDigest,
      ...headers,
    },
    rawPath,
    pathParameters: { partnerId },
    requestContext: { http: { method: 'POST', sourceIp: '192.0.2.1' } },
  } as unknown as APIGatewayRequestAuthorizerEventV2;
}

test('a partner that signs its request is let in', async () => {
  expect(await handler(eventOf('acme'))).toEqual({ isAuthorized: true, context: { partnerId: 'acme' } });
});

test('of a partner that is refused the log says which', async () => {
  const answer = await handler(eventOf('acme', { 'webhook-signature': `v1=${'0'.repeat(64)}` }));
  expect(answer.isAuthorized).toBe(false);
  expect(logged).toHaveBeenCalledWith('webhook refused', { reason: 'the signature is forged', partnerId: 'acme' });
});

test.each(['', 'a', 'Acme', 'acme/secret', 'eyJhbGciOiJSUzI1NiJ9.e30.c2ln'])(
  'of a path that names no partner (%j) the log does not show the name',
  async (partnerId) => {
    const answer = await handler(eventOf(partnerId, { 'webhook-signature': `v1=${'0'.repeat(64)}` }));
    expect(answer.isAuthorized).toBe(false);
    expect(logged).toHaveBeenCalledWith('webhook refused', { reason: 'the signature is forged' });
  },
);

test('of a path whose name is longer than any key can be derived from, nobody is let in', async () => {
  const event = eventOf('acme');
  const answer = await handler({ ...event, pathParameters: { partnerId: 'x'.repeat(1_500) } });
  expect(answer.isAuthorized).toBe(false);
  expect(logged).toHaveBeenCalledWith('webhook refused', { reason: 'the path names no partner' });
});
