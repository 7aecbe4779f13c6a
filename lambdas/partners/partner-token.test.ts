import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { partnerTokenKey } from '../../contracts/partner-tokens.ts';
import { PartnerTokenRefused, verifyPartnerToken } from './partner-token.ts';
import { rotatedSecret } from './rotated-secret.ts';

const secret = 'a-secret-that-only-the-operators-and-the-authorizer-have';
const now = new Date('2026-01-01T00:00:00Z');
const seconds = now.getTime() / 1000;
const kid = 'acme/projects:read';

interface Changes {
  /** A claim of undefined is left out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: { readonly alg?: string; readonly kid?: string | undefined };
  readonly key?: Uint8Array;
}

function sign({ claims = {}, header = {}, key }: Changes = {}): Promise<string> {
  const usual = { iss: 'gatehouse', aud: 'task-api-partners', sub: 'acme', iat: seconds, exp: seconds + 60 };
  const merged = Object.entries({ ...usual, scope: 'projects:read', ...claims }).filter(
    ([, value]) => value !== undefined,
  );
  const protectedHeader = { alg: 'HS256', kid, ...header };
  return new SignJWT(Object.fromEntries(merged))
    .setProtectedHeader(protectedHeader as { alg: string })
    .sign(key ?? partnerTokenKey(secret, String(protectedHeader.kid)));
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const unsigned = () => {
  const claims = { iss: 'gatehouse', aud: 'task-api-partners', sub: 'acme', iat: seconds, exp: seconds + 60 };
  return `${part({ alg: 'none', kid })}.${part(claims)}.`;
};

const verify = (token: string, values: readonly string[] = [secret]) =>
  verifyPartnerToken(
    token,
    rotatedSecret(async () => values),
    now,
  );

test('a token names its partner and scopes', async () => {
  const both = { header: { kid: 'acme/projects:read+tasks:write' }, claims: { scope: 'tasks:write projects:read' } };
  expect(await verify(await sign(both))).toEqual({ partnerId: 'acme', scopes: ['projects:read', 'tasks:write'] });
});

test('a token claims as few of the scopes of its key as it likes', async () => {
  for (const scope of ['', undefined]) {
    expect(await verify(await sign({ claims: { scope } }))).toEqual({ partnerId: 'acme', scopes: [] });
  }
});

test('partners may rely on how their key is made', () => {
  expect(Buffer.from(partnerTokenKey('a-secret', 'acme/projects:read')).toString('hex')).toBe(
    '6ccb6a0f79808584295a6aa8108d01694424fca392bc3445a4cabe7a9790b734',
  );
});

test('the previous value of the secret is good beside the current one, and no other', async () => {
  const token = await sign();
  expect(await verify(token, ['the-next-one', secret])).toMatchObject({ partnerId: 'acme' });
  await expect(verify(token, ['the-one-after', 'the-next-one'])).rejects.toThrow(PartnerTokenRefused);
});

test.each<[string, Changes['claims']]>([
  ['issued 30 s ahead', { iat: seconds + 30, exp: seconds + 60 }],
  ['ended 29 s ago', { iat: seconds - 60, exp: seconds - 29 }],
  ['an hour long, and ended 29 s ago', { iat: seconds - 3629, exp: seconds - 29 }],
])('clocks may differ by half a minute: %s', async (_, claims = {}) => {
  expect(await verify(await sign({ claims }))).toMatchObject({ partnerId: 'acme' });
});

describe('a token is refused that', () => {
  test.each<[string, () => Promise<string> | string, string]>([
    ['has expired', () => sign({ claims: { iat: seconds - 90, exp: seconds - 30 } }), '"exp" claim'],
    ['never expires', () => sign({ claims: { exp: undefined } }), 'missing required "exp"'],
    ['does not say when it was issued', () => sign({ claims: { iat: undefined } }), 'missing required "iat"'],
    ['is of the future', () => sign({ claims: { iat: seconds + 31 } }), '"iat" claim'],
    ['is not valid yet', () => sign({ claims: { nbf: seconds + 31 } }), '"nbf" claim'],
    ['lives for longer than an hour', () => sign({ claims: { exp: seconds + 3601 } }), 'lives for 3601 s'],
    ['has another issuer', () => sign({ claims: { iss: 'elsewhere' } }), '"iss" claim'],
    ['has no issuer', () => sign({ claims: { iss: undefined } }), 'missing required "iss"'],
    ['has another audience', () => sign({ claims: { aud: 'other-api' } }), '"aud" claim'],
    ['has no audience', () => sign({ claims: { aud: undefined } }), 'missing required "aud"'],
    ['has no subject', () => sign({ claims: { sub: undefined } }), 'missing required "sub"'],
    ['is of another partner than its key', () => sign({ claims: { sub: 'zeta' } }), "for the partner 'zeta'"],
    [
      'claims a scope that its key does not allow',
      () => sign({ claims: { scope: 'tasks:write' } }),
      'no scope tasks:write',
    ],
    [
      'claims a scope that nobody has',
      () => sign({ claims: { scope: 'projects:delete' } }),
      'no scope projects:delete',
    ],
    [
      'has no key id',
      () => sign({ header: { kid: undefined }, key: partnerTokenKey(secret, kid) }),
      'names no partner',
    ],
    ['names no partner', () => sign({ header: { kid: '../etc/projects:read' } }), 'names no partner'],
    ['names no scope that there is', () => sign({ header: { kid: 'acme/projects:delete' } }), 'names no partner'],
    [
      'spells its key differently',
      () => sign({ header: { kid: 'acme/tasks:write+projects:read' } }),
      'names no partner',
    ],
    ['has a key id with something behind', () => sign({ header: { kid: `${kid}/x` } }), 'names no partner'],
    [
      'is signed with the key of another partner',
      () => sign({ key: partnerTokenKey(secret, 'zeta/projects:read') }),
      'has not signed',
    ],
    [
      'is signed with the key of other scopes',
      () => sign({ header: { kid: 'acme/projects:read+tasks:write' }, key: partnerTokenKey(secret, kid) }),
      'has not signed',
    ],
    ['is signed with the secret itself', () => sign({ key: new TextEncoder().encode(secret) }), 'has not signed'],
    [
      'is signed with another algorithm',
      () => sign({ header: { alg: 'HS512' }, key: new Uint8Array(64).fill(7) }),
      '"alg"',
    ],
    ['is not signed', unsigned, '"alg"'],
    ['is no token', () => 'garbage', 'no header'],
  ])('%s', async (_, token, reason) => {
    const refused = verify(await token());
    await expect(refused).rejects.toThrow(PartnerTokenRefused);
    await expect(refused).rejects.toThrow(reason);
  });
});
