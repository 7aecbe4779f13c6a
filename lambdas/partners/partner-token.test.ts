import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { verifyPartnerToken } from './partner-token.ts';

const secret = 'a-secret-that-partners-and-the-authorizer-share';
const now = new Date('2026-01-01T00:00:00Z');
const seconds = now.getTime() / 1000;

interface Claims {
  readonly iss?: string;
  readonly aud?: string;
  readonly sub?: string;
  readonly exp?: number;
  readonly scope?: string;
}

const sign = (changes: Claims = {}, key = secret, alg = 'HS256') => {
  const claims = { iss: 'gatehouse', aud: 'task-api-partners', sub: 'acme', exp: seconds + 60, scope: 'projects:read' };
  const merged = Object.fromEntries(
    Object.entries({ ...claims, ...changes }).filter(([, value]) => value !== undefined),
  );
  return new SignJWT(merged).setProtectedHeader({ alg }).sign(new TextEncoder().encode(key));
};

const unsigned = (payload: object) =>
  `${[{ alg: 'none' }, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`;

test('a token of ours names its partner and scopes', async () => {
  expect(await verifyPartnerToken(await sign({ scope: 'projects:read tasks:write' }), secret, now)).toEqual({
    partnerId: 'acme',
    scopes: ['projects:read', 'tasks:write'],
  });
});

describe('a token is refused that', () => {
  test.each<[string, Promise<string> | string]>([
    ['has expired', sign({ exp: seconds - 1 })],
    ['never expires', sign({ exp: undefined } as unknown as Claims)],
    ['has another issuer', sign({ iss: 'elsewhere' })],
    ['has another audience', sign({ aud: 'other-api' })],
    ['has no subject', sign({ sub: undefined } as unknown as Claims)],
    ['has a subject that is no partner id', sign({ sub: '../etc' })],
    ['is signed with another secret', sign({}, 'another-secret-that-is-long-enough')],
    ['is signed with another algorithm', sign({}, `${secret}${secret}`, 'HS512')],
    ['is not signed', unsigned({ iss: 'gatehouse', aud: 'task-api-partners', sub: 'acme', exp: seconds + 60 })],
    ['is no token', 'garbage'],
  ])('%s', async (_, token) => {
    await expect(verifyPartnerToken(await token, secret, now)).rejects.toThrow();
  });
});
