import { expect, test } from 'vitest';
import { partner, user } from '../../contracts/route-table.ts';
import { callerFrom } from './caller.ts';

test('a user is the subject of the verified claims', () => {
  expect(callerFrom(user, { claims: { sub: 'ann' } })).toEqual({ kind: 'user', userId: 'ann' });
});

test("a partner is the one that the partner authorizer's context names", () => {
  expect(callerFrom(partner, { principalId: 'p', partnerId: 'acme' })).toEqual({ kind: 'partner', partnerId: 'acme' });
});

test.each([
  ['no authorizer', user, undefined],
  ['the authorizer of partners on a route of users', user, { partnerId: 'acme' }],
  ['claims without a subject', user, { claims: {} }],
  ['the authorizer of users on a route of partners', partner, { claims: { sub: 'ann' } }],
  ['an empty partner', partner, { partnerId: '' }],
] as const)('%s is an error, never an anonymous caller', (_, access, authorizer) => {
  expect(() => callerFrom(access, authorizer)).toThrow(`The gateway names no ${access.kind} as the caller`);
});
