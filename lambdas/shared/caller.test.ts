import { expect, test } from 'vitest';
import { type Access, iam, jwt, open, partner, user, webhook } from '../../contracts/route-table.ts';
import { type AuthorizerContext, type Caller, callerFrom, callerId } from './caller.ts';

const contacts = jwt('contacts/read');

test.each<[string, Access, AuthorizerContext, Caller, string]>([
  ['subject of the verified claims', user, { claims: { sub: 'ann' } }, { kind: 'user', userId: 'ann' }, 'user:ann'],
  [
    "partner that the partner authorizer's context names",
    partner,
    { principalId: 'p', partnerId: 'acme' },
    { kind: 'partner', partnerId: 'acme' },
    'partner:acme',
  ],
  [
    'client of the verified token',
    contacts,
    { jwt: { claims: { client_id: 'desk', sub: 'desk' }, scopes: ['contacts/read'] } },
    { kind: 'jwt', clientId: 'desk' },
    'client:desk',
  ],
  [
    'principal whose signature was checked',
    iam,
    { iam: { userArn: 'arn:aws:sts::1:assumed-role/ops/jo', userId: 'x' } },
    { kind: 'iam', principalArn: 'arn:aws:sts::1:assumed-role/ops/jo' },
    'principal:arn:aws:sts::1:assumed-role/ops/jo',
  ],
  [
    "partner that the webhook authorizer's context names",
    webhook,
    { lambda: { partnerId: 'acme' } },
    { kind: 'webhook', partnerId: 'acme' },
    'partner:acme',
  ],
  [
    'anybody on a public route',
    open({ owner: 'a', reason: 'b', reviewBy: '2027-01-01' }),
    { claims: { sub: 'ann' } },
    { kind: 'public' },
    'public',
  ],
])('the caller is the %s', (_, access, authorizer, caller, id) => {
  expect(callerFrom(access, authorizer)).toEqual(caller);
  expect(callerId(caller)).toBe(id);
});

test.each<[string, Access, AuthorizerContext]>([
  ['no authorizer', user, undefined],
  ['the authorizer of partners on a route of users', user, { partnerId: 'acme' }],
  ['claims without a subject', user, { claims: {} }],
  ['the authorizer of users on a route of partners', partner, { claims: { sub: 'ann' } }],
  ['an empty partner', partner, { partnerId: '' }],
  ['a token without a client', contacts, { jwt: { claims: { sub: 'ann' } } }],
  ['no signature', iam, {}],
  ['a signature of an AWS principal on a webhook route', webhook, { iam: { userArn: 'arn' } }],
])('%s is an error, never an anonymous caller', (_, access, authorizer) => {
  expect(() => callerFrom(access, authorizer)).toThrow(`The gateway names no ${access.kind} as the caller`);
});
