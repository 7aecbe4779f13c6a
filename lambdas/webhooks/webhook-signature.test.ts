import { describe, expect, test } from 'vitest';
import { type SignedParts, signWebhook, verifyWebhook, webhookKey } from './webhook-signature.ts';

const now = new Date('2026-01-01T00:00:00Z');
const seconds = now.getTime() / 1000;
const key = webhookKey('a-secret', 'acme');
const parts: SignedParts = {
  timestamp: String(seconds),
  method: 'POST',
  path: '/webhooks/acme',
  contentDigest: 'sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:',
};
const signature = signWebhook(key, parts);

test('a signature is the HMAC of the lines, under a key of the partner’s own', () => {
  expect(signature).toMatch(/^v1=[0-9a-f]{64}$/);
  expect(verifyWebhook(key, parts, signature, now)).toBe('valid');
  expect(webhookKey('a-secret', 'acme-2')).not.toEqual(key);
  expect(webhookKey('another-secret', 'acme')).not.toEqual(key);
});

test('partners may rely on how it is made', () => {
  expect(key.toString('hex')).toBe('a24b5631c5aea2ef234a529501ff28503044435635e72ef404365bd709347a55');
  expect(signature).toBe('v1=f07dccd8350c9838bba2cede196216c79aee110012b8457b12b77c83f2ad299d');
});

describe('a signature is forged that is of', () => {
  test.each<[string, Partial<SignedParts>]>([
    ['another method', { method: 'PUT' }],
    ['another path', { path: '/webhooks/acme-2' }],
    ['another body', { contentDigest: 'sha-256=:other:' }],
    ['another second', { timestamp: String(seconds + 1) }],
  ])('%s', (_, changes) => {
    expect(verifyWebhook(key, { ...parts, ...changes }, signature, now)).toBe('forged');
  });

  test('another partner', () => {
    expect(verifyWebhook(webhookKey('a-secret', 'acme-2'), parts, signature, now)).toBe('forged');
  });
});

describe('the timestamp', () => {
  const verdictAt = (difference: number) => {
    const at = { ...parts, timestamp: String(seconds + difference) };
    return verifyWebhook(key, at, signWebhook(key, at), now);
  };

  test('may differ by five minutes, to either side', () => {
    expect([-300, 0, 300].map(verdictAt)).toEqual(['valid', 'valid', 'valid']);
    expect([-301, 301].map(verdictAt)).toEqual(['stale', 'stale']);
  });

  test.each(['', 'now', '-1767225600', '1767225600.5', '1e9', '1767225600 '])('%j is none', (timestamp) => {
    expect(verifyWebhook(key, { ...parts, timestamp }, signWebhook(key, { ...parts, timestamp }), now)).toBe(
      'malformed',
    );
  });
});

test.each(['', 'v1=', signature.slice(0, -1), `${signature}0`, signature.replace('v1', 'v2'), signature.toUpperCase()])(
  '%j is no signature',
  (text) => {
    expect(verifyWebhook(key, parts, text, now)).toBe('malformed');
  },
);
