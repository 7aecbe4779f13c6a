import { CompactSign, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { createClock } from '../../../src/clock.ts';
import { TokenError } from '../../../src/gateway/token-error.ts';
import { verifyToken } from '../../../src/gateway/token-verification.ts';

const issuer = 'https://issuer.example/pool';
const now = 1_800_000_000;
const known = await generateKeyPair('RS256', { extractable: true });
const unknown = await generateKeyPair('RS256', { extractable: true });
const publicJwk = { ...(await exportJWK(known.publicKey)), kid: 'key-1' };
const tokenKeys = {
  keysOf: (asked: string) => (asked === issuer ? { keys: [publicJwk] } : undefined),
  issuerOf: () => undefined,
};

type Claims = Readonly<Record<string, unknown>>;
const good: Claims = { iss: issuer, sub: 'ann', iat: now, exp: now + 3600 };

const sign = (claims: Claims, { kid = 'key-1', key = known.privateKey } = {}) =>
  new SignJWT({ ...good, ...claims }).setProtectedHeader({ alg: 'RS256', kid }).sign(key);

const verify = (token: string, atSeconds = now, from = issuer) =>
  verifyToken(token, { tokenKeys, issuer: from, clock: createClock(atSeconds * 1000) });

async function failureOf(verification: Promise<unknown>) {
  const error: unknown = await verification.catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(TokenError);
  return error instanceof TokenError ? { fault: error.fault, reason: error.reason, message: error.message } : undefined;
}

test('a good token gives its claims', async () => {
  expect(await verify(await sign({ scope: 'a b' }))).toEqual({ ...good, scope: 'a b' });
});

test("the stage's clock decides when a token expires", async () => {
  const token = await sign({});
  await expect(verify(token, now + 3599)).resolves.toMatchObject({ sub: 'ann' });
  expect(await failureOf(verify(token, now + 3600))).toMatchObject({ fault: 'expired', reason: 'expired' });
});

test.each<[string, Claims, string]>([
  ['another issuer', { iss: 'https://evil.example' }, 'issuer'],
  ['an nbf to come', { nbf: now + 1 }, 'not-yet-valid'],
  ['an iat to come', { iat: now + 1 }, 'not-yet-valid'],
  ['no exp', { exp: undefined }, 'claim'],
  ['an exp that is no number', { exp: 'tomorrow' }, 'claim'],
])('a token with %s is invalid', async (_name, claims, fault) => {
  expect(await failureOf(verify(await sign(claims)))).toMatchObject({ fault, reason: 'invalid' });
});

test.each(['', 'abc', 'a.b.c', '..'])('"%s" is malformed', async (token) => {
  expect(await failureOf(verify(token))).toMatchObject({ fault: 'malformed', reason: 'invalid' });
});

test('a key id that the issuer lacks is named, with those it has', async () => {
  const failure = await failureOf(verify(await sign({}, { kid: 'key-2' })));
  expect(failure?.fault).toBe('unknown-key');
  expect(failure?.message).toContain('"key-2"');
  expect(failure?.message).toContain('key-1');
});

test('a signature by another key under the same key id is refused', async () => {
  const forged = await sign({}, { key: unknown.privateKey });
  expect(await failureOf(verify(forged))).toMatchObject({ fault: 'signature' });
});

test('changed claims do not match the signature', async () => {
  const [header, , signature] = (await sign({})).split('.');
  const claims = Buffer.from(JSON.stringify({ ...good, sub: 'eve' })).toString('base64url');
  expect(await failureOf(verify([header, claims, signature].join('.')))).toMatchObject({ fault: 'signature' });
});

test("the header's algorithm is not believed", async () => {
  const payload = Buffer.from(JSON.stringify(good));
  const unsigned = `${Buffer.from('{"alg":"none","kid":"key-1"}').toString('base64url')}.${payload.toString('base64url')}.`;
  expect(await failureOf(verify(unsigned))).toMatchObject({ fault: 'algorithm' });
  // The classic confusion: the public key as the secret of an HMAC.
  const secret = Buffer.from(JSON.stringify(publicJwk));
  const confused = await new CompactSign(payload).setProtectedHeader({ alg: 'HS256', kid: 'key-1' }).sign(secret);
  expect(await failureOf(verify(confused))).toMatchObject({ fault: 'algorithm' });
});

test('an issuer that the stage does not run has no tokens to trust', async () => {
  const failure = await failureOf(verify(await sign({}), now, 'https://elsewhere.example'));
  expect(failure).toMatchObject({ fault: 'unknown-issuer', reason: 'invalid' });
});
