import type { PolicyStatement, RoleConfiguration } from '../../../src/services/iam/configuration.ts';
import type { Caller } from '../../../src/services/service.ts';

export const accountId = '123456789012';

/** A role that Lambda may assume, with one inline policy of these statements. */
export const roleWith = (...statements: PolicyStatement[]): RoleConfiguration => ({
  address: 'aws_iam_role.export',
  name: 'export',
  arn: `arn:aws:iam::${accountId}:role/export`,
  uniqueId: 'AROAEXPORT',
  trustPolicy: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
  },
  policies: [{ address: 'aws_iam_role_policy.export', document: { Version: '2012-10-17', Statement: statements } }],
});

/** A session of that role. */
export const session: Caller = {
  accessKeyId: 'ASIATEST',
  accountId,
  arn: `arn:aws:sts::${accountId}:assumed-role/export/start-export`,
  userId: 'AROAEXPORT:start-export',
  roleArn: `arn:aws:iam::${accountId}:role/export`,
};

export const operator: Caller = {
  accessKeyId: 'AKIATEST',
  accountId,
  arn: `arn:aws:iam::${accountId}:user/operator`,
  userId: 'AIDATEST',
  roleArn: undefined,
};
