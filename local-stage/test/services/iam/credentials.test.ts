import { describe, expect, it } from 'vitest';
import { createClock } from '../../../src/clock.ts';
import type { PolicyStatement } from '../../../src/services/iam/configuration.ts';
import { createCredentials, RoleNotAssumable } from '../../../src/services/iam/credentials.ts';
import { mayAssume } from '../../../src/services/iam/trust.ts';
import { accountId, roleWith } from './roles.ts';

const clock = createClock(Date.UTC(2026, 0, 31));
const trusting = (statement: Partial<PolicyStatement>) => ({
  ...roleWith(),
  trustPolicy: {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'lambda.amazonaws.com' },
        ...statement,
      } as PolicyStatement,
    ],
  },
});

describe('issue', () => {
  it('gives a session of the role', () => {
    const credentials = createCredentials({ accountId, clock });
    const key = credentials.issue(roleWith(), 'start-export');
    expect(key.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(key.secretAccessKey).toHaveLength(40);
    expect(credentials.find(key.accessKeyId)).toMatchObject({
      sessionToken: key.sessionToken,
      caller: {
        accessKeyId: key.accessKeyId,
        arn: 'arn:aws:sts::123456789012:assumed-role/export/start-export',
        userId: 'AROAEXPORT:start-export',
        roleArn: 'arn:aws:iam::123456789012:role/export',
      },
    });
  });

  it('gives each session a key of its own', () => {
    const credentials = createCredentials({ accountId, clock });
    const keys = [1, 2, 3].map(() => credentials.issue(roleWith(), 'start-export'));
    expect(new Set(keys.flatMap((key) => [key.accessKeyId, key.secretAccessKey, key.sessionToken])).size).toBe(9);
  });

  it('refuses a role that Lambda may not assume', () => {
    const role = trusting({ Principal: { Service: 'edgelambda.amazonaws.com' } });
    expect(() => createCredentials({ accountId, clock }).issue(role, 'start-export')).toThrow(RoleNotAssumable);
    expect(() => createCredentials({ accountId, clock }).issue(role, 'start-export')).toThrow(
      'aws_iam_role.export: its trust policy does not let lambda.amazonaws.com assume the role.',
    );
  });

  it('refuses a session name that AWS would not take', () => {
    expect(() => createCredentials({ accountId, clock }).issue(roleWith(), 'start export')).toThrow(
      'the session name "start export"',
    );
  });
});

describe('beginSession', () => {
  it('gives a session of the role, and keeps no key that nobody signs with', () => {
    const issuedKeys = new Map();
    const credentials = createCredentials({ accountId, clock, issuedKeys });
    const caller = credentials.beginSession(roleWith(), 'start-export', 'lambda.amazonaws.com');
    expect(caller.arn).toBe('arn:aws:sts::123456789012:assumed-role/export/start-export');
    expect(caller.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect([...issuedKeys.keys()]).toEqual([credentials.operator.accessKeyId]);
  });

  it('refuses a role that the service may not assume', () => {
    expect(() =>
      createCredentials({ accountId, clock }).beginSession(roleWith(), 'nightly', 'scheduler.amazonaws.com'),
    ).toThrow(RoleNotAssumable);
  });
});

describe('the operator', () => {
  it('has no role', () => {
    const credentials = createCredentials({ accountId, clock });
    expect(credentials.operator.accessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/);
    expect(credentials.find(credentials.operator.accessKeyId)).toMatchObject({
      sessionToken: undefined,
      caller: { arn: 'arn:aws:iam::123456789012:user/operator', roleArn: undefined },
    });
  });

  it('keeps a key that is given', () => {
    const operator = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
    const credentials = createCredentials({ accountId, clock, operator });
    expect(credentials.find('AKIAEXAMPLE')).toMatchObject(operator);
  });
});

describe('mayAssume', () => {
  const lambda = 'lambda.amazonaws.com';

  it.each<[string, Partial<PolicyStatement>, boolean]>([
    ['the service', {}, true],
    ['one of several', { Principal: { Service: ['scheduler.amazonaws.com', lambda] } }, true],
    ['anyone', { Principal: '*' }, true],
    ['an account', { Principal: { AWS: 'arn:aws:iam::123456789012:root' } }, false],
    ['another action', { Action: 'sts:TagSession' }, false],
    ['a condition that is not met', { Condition: { StringEquals: { 'aws:SourceAccount': '210987654321' } } }, false],
  ])('%s', (_name, statement, expected) => {
    expect(mayAssume(trusting(statement), lambda, { conditionKeys: { 'aws:SourceAccount': accountId } })).toBe(
      expected,
    );
  });
});
