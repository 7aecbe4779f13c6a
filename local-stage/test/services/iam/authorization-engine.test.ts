import { describe, expect, it } from 'vitest';
import { createClock } from '../../../src/clock.ts';
import { AccessDenied } from '../../../src/services/iam/authorization.ts';
import { createAuthorization, type Denial } from '../../../src/services/iam/authorization-engine.ts';
import type { PolicyStatement, ResourcePolicyConfiguration } from '../../../src/services/iam/configuration.ts';
import type { Caller } from '../../../src/services/service.ts';
import { operator, roleWith, session } from './roles.ts';

const queue = 'arn:aws:sqs:eu-central-1:123456789012:exports';
const bucket = 'arn:aws:s3:::attachments';

const policyOn = (resourceArn: string, ...Statement: PolicyStatement[]): ResourcePolicyConfiguration => ({
  address: 'aws_s3_bucket_policy.attachments',
  resourceArn,
  document: { Version: '2012-10-17', Statement },
});

const engine = (identity: PolicyStatement[], resourcePolicies: ResourcePolicyConfiguration[] = []) =>
  createAuthorization({
    roles: [roleWith(...identity)],
    resourcePolicies,
    clock: createClock(Date.UTC(2026, 0, 31)),
  });

const refusal = (identity: PolicyStatement[], action: string, resource: string, caller: Caller | null = session) => {
  try {
    engine(identity).require(caller, action, resource);
  } catch (error) {
    expect(error).toBeInstanceOf(AccessDenied);
    return (error as Error).message;
  }
  return undefined;
};

describe('what AWS says of a refusal', () => {
  const who = 'User: arn:aws:sts::123456789012:assumed-role/export/start-export is not authorized to perform:';

  it('nothing allows', () => {
    expect(
      refusal([{ Effect: 'Allow', Action: 'sqs:ReceiveMessage', Resource: queue }], 'sqs:SendMessage', queue),
    ).toBe(
      `${who} sqs:SendMessage on resource: ${queue} because no identity-based policy allows the sqs:SendMessage action`,
    );
  });

  it('a Deny goes before an Allow', () => {
    const statements: PolicyStatement[] = [
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: 'sqs:Send*', Resource: queue },
    ];
    expect(refusal(statements, 'sqs:SendMessage', queue)).toBe(
      `${who} sqs:SendMessage on resource: ${queue} with an explicit deny in an identity-based policy`,
    );
    expect(refusal(statements, 'sqs:ReceiveMessage', queue)).toBeUndefined();
  });

  it('a resource policy denies', () => {
    const deny = policyOn(bucket, { Effect: 'Deny', Action: 's3:*', Resource: `${bucket}/*`, Principal: '*' });
    const authorization = engine([{ Effect: 'Allow', Action: 's3:*', Resource: '*' }], [deny]);
    expect(() => authorization.require(session, 's3:GetObject', `${bucket}/a`)).toThrow(
      `${who} s3:GetObject on resource: ${bucket}/a with an explicit deny in a resource-based policy`,
    );
    authorization.require(session, 's3:ListBucket', bucket);
  });

  it('nobody signed', () => {
    expect(refusal([], 's3:GetObject', `${bucket}/a`, null)).toBe(
      `User: anonymous is not authorized to perform: s3:GetObject on resource: ${bucket}/a because no resource-based policy allows the s3:GetObject action`,
    );
  });

  it('tells the listener', () => {
    const denials: Denial[] = [];
    const authorization = createAuthorization({
      roles: [],
      resourcePolicies: [],
      onDenied: (denial) => denials.push(denial),
    });
    expect(() => authorization.require(session, 'sqs:SendMessage', queue)).toThrow(AccessDenied);
    expect(denials).toMatchObject([{ caller: session, action: 'sqs:SendMessage', resource: queue }]);
  });
});

describe('identity policies', () => {
  it.each<[string, PolicyStatement, boolean]>([
    ['actions ignore case', { Effect: 'Allow', Action: 'SQS:sendmessage', Resource: queue }, true],
    ['one of several', { Effect: 'Allow', Action: ['sqs:Get*', 'sqs:SendMessag?'], Resource: [bucket, queue] }, true],
    ['another resource', { Effect: 'Allow', Action: 'sqs:*', Resource: `${queue}-dead` }, false],
    ['NotAction leaves it out', { Effect: 'Allow', NotAction: 'sqs:SendMessage', Resource: '*' }, false],
    ['NotAction of another', { Effect: 'Allow', NotAction: 's3:*', Resource: '*' }, true],
    ['NotResource leaves it out', { Effect: 'Allow', Action: '*', NotResource: queue }, false],
    ['NotResource of another', { Effect: 'Allow', Action: '*', NotResource: bucket }, true],
    [
      'the variable of the session',
      { Effect: 'Allow', Action: '*', Resource: 'arn:aws:sqs:*:${aws:PrincipalAccount}:exports' },
      true,
    ],
    [
      'a variable without a value',
      { Effect: 'Allow', Action: '*', Resource: 'arn:aws:sqs:*:*:${aws:username}' },
      false,
    ],
    ['its fallback', { Effect: 'Allow', Action: '*', Resource: "arn:aws:sqs:*:*:${aws:username, 'exports'}" }, true],
    ['an escaped wildcard', { Effect: 'Allow', Action: '*', Resource: 'arn:aws:sqs:*:*:${*}' }, false],
    [
      'NotResource with a variable without a value',
      { Effect: 'Allow', Action: '*', NotResource: 'arn:aws:sqs:*:*:${aws:username}' },
      false,
    ],
  ])('%s', (_name, statement, isAllowed) => {
    expect(refusal([statement], 'sqs:SendMessage', queue) === undefined).toBe(isAllowed);
  });

  it('the operator may do everything, another role nothing', () => {
    expect(refusal([], 'sqs:SendMessage', queue, operator)).toBeUndefined();
    const other = { ...session, roleArn: 'arn:aws:iam::123456789012:role/other' };
    expect(refusal([{ Effect: 'Allow', Action: '*', Resource: '*' }], 'sqs:SendMessage', queue, other)).toContain(
      'no identity-based policy',
    );
  });
});

describe('resource policies', () => {
  const allowTo = (Principal: NonNullable<PolicyStatement['Principal']>) =>
    engine([], [policyOn(bucket, { Effect: 'Allow', Action: 's3:GetObject', Resource: `${bucket}/*`, Principal })]);
  const isAllowed = (principal: NonNullable<PolicyStatement['Principal']>, caller: Caller | null) => {
    try {
      allowTo(principal).require(caller, 's3:GetObject', `${bucket}/a`);
      return true;
    } catch {
      return false;
    }
  };

  it.each<[string, NonNullable<PolicyStatement['Principal']>, Caller | null, boolean]>([
    ['anyone', '*', null, true],
    ['anyone of AWS', { AWS: '*' }, session, true],
    ['the role', { AWS: 'arn:aws:iam::123456789012:role/export' }, session, true],
    ['the session', { AWS: session.arn }, session, true],
    ['another role', { AWS: 'arn:aws:iam::123456789012:role/other' }, session, false],
    ['the account, which only lets its own policies decide', { AWS: '123456789012' }, session, false],
    ['a service', { Service: 'cloudfront.amazonaws.com' }, session, false],
    ['a role, asked by nobody', { AWS: 'arn:aws:iam::123456789012:role/export' }, null, false],
  ])('allow to %s', (_name, principal, caller, expected) => {
    expect(isAllowed(principal, caller)).toBe(expected);
  });

  it('denies everybody but those it excepts', () => {
    const deny = policyOn(bucket, {
      Effect: 'Deny',
      Action: 's3:*',
      Resource: [bucket, `${bucket}/*`],
      NotPrincipal: { AWS: 'arn:aws:iam::123456789012:role/export' },
    });
    const authorization = createAuthorization({
      roles: [
        roleWith({ Effect: 'Allow', Action: '*', Resource: '*' }),
        { ...roleWith({ Effect: 'Allow', Action: '*', Resource: '*' }), arn: 'arn:aws:iam::123456789012:role/other' },
      ],
      resourcePolicies: [deny],
    });
    authorization.require(session, 's3:GetObject', `${bucket}/a`);
    const other = { ...session, roleArn: 'arn:aws:iam::123456789012:role/other' };
    expect(() => authorization.require(other, 's3:GetObject', `${bucket}/a`)).toThrow(
      'explicit deny in a resource-based policy',
    );
  });

  it('a Deny without TLS does not hit the stage, whose HTTP stands in for it', () => {
    const deny = policyOn(bucket, {
      Effect: 'Deny',
      Action: 's3:*',
      Resource: `${bucket}/*`,
      Principal: '*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
    engine([{ Effect: 'Allow', Action: 's3:*', Resource: '*' }], [deny]).require(
      session,
      's3:GetObject',
      `${bucket}/a`,
    );
  });
});

describe('a policy that cannot be evaluated stops the stage', () => {
  it.each<[string, object, string]>([
    [
      'operator',
      { Effect: 'Allow', Action: '*', Resource: '*', Condition: { StringSortOf: { 'aws:userid': 'a' } } },
      'the condition operator StringSortOf is not known',
    ],
    [
      'value',
      { Effect: 'Allow', Action: '*', Resource: '*', Condition: { NumericLessThan: { 's3:max-keys': 'ten' } } },
      'NumericLessThan on s3:max-keys compares with "ten". Expected: a number',
    ],
    [
      'variable',
      { Effect: 'Allow', Action: '*', Resource: 'arn:aws:s3:::b/${s3:prefix}' },
      'the policy variable ${s3:prefix} cannot be filled',
    ],
    ['action', { Effect: 'Allow', Action: 'SendMessage', Resource: '*' }, 'the action "SendMessage" is not valid'],
    ['resource', { Effect: 'Allow', Action: '*', Resource: 'exports' }, 'the resource "exports" is not valid'],
    ['no resource', { Effect: 'Allow', Action: '*' }, 'neither Resource nor NotResource'],
    ['principal', { Effect: 'Allow', Action: '*', Resource: '*', Principal: '*' }, 'Expected: no Principal'],
    ['effect', { Effect: 'allow', Action: '*', Resource: '*' }, 'Effect is "allow"'],
    ['member', { Effect: 'Allow', Actions: '*', Resource: '*' }, 'a statement has Actions'],
  ])('%s', (_name, statement, problem) => {
    expect(() => engine([statement as PolicyStatement])).toThrow(problem);
    expect(() => engine([statement as PolicyStatement])).toThrow(/^aws_iam_role_policy\.export: /);
  });
});
