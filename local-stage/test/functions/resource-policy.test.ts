import { describe, expect, it } from 'vitest';
import type { FunctionPermission } from '../../src/functions/configuration.ts';
import { allowsInvocation, matchesArn } from '../../src/functions/resource-policy.ts';

const gateway = 'apigateway.amazonaws.com';
const source = 'arn:aws:execute-api:eu-west-1:123456789012:a1b2c3/dev/GET/tasks/{taskId}';

function permission(overrides: Partial<FunctionPermission> = {}): FunctionPermission {
  return {
    address: 'aws_lambda_permission.api',
    statementId: 'api',
    action: 'lambda:InvokeFunction',
    principal: gateway,
    sourceArn: undefined,
    sourceAccount: undefined,
    ...overrides,
  };
}

describe('a function’s resource policy', () => {
  it.each<[string, Partial<FunctionPermission>]>([
    ['its principal', {}],
    ['every principal', { principal: '*' }],
    ['every action of Lambda', { action: 'lambda:*' }],
    ['the action in another case', { action: 'lambda:invokefunction' }],
    ['the source’s ARN', { sourceArn: source }],
    ['the source’s account', { sourceAccount: '123456789012' }],
  ])('allows by %s', (_by, overrides) => {
    expect(allowsInvocation([permission(overrides)], gateway, source)).toBe(true);
  });

  it.each<[string, Partial<FunctionPermission>]>([
    ['principal', { principal: 'events.amazonaws.com' }],
    ['action', { action: 'lambda:GetFunction' }],
    ['source', { sourceArn: source.replace('GET', 'POST') }],
    ['source account', { sourceAccount: '999999999999' }],
  ])('refuses another %s', (_what, overrides) => {
    expect(allowsInvocation([permission(overrides)], gateway, source)).toBe(false);
  });

  it('refuses without a permission', () => {
    expect(allowsInvocation([], gateway, source)).toBe(false);
  });

  it('refuses by account where the source’s ARN has none', () => {
    const permissions = [permission({ principal: 's3.amazonaws.com', sourceAccount: '123456789012' })];
    expect(allowsInvocation(permissions, 's3.amazonaws.com', 'arn:aws:s3:::uploads')).toBe(false);
  });

  it('allows where one of several permissions does', () => {
    const permissions = [permission({ sourceArn: 'arn:aws:execute-api:*:*:other/*' }), permission()];
    expect(allowsInvocation(permissions, gateway, source)).toBe(true);
  });
});

describe('an ARN pattern', () => {
  const base = 'arn:aws:execute-api:eu-west-1:123456789012:';
  it.each([
    [`${base}a1b2c3/*/GET/tasks/*`, true],
    [`${base}a1b2c3/*`, true],
    [`${base}a1b2c?/dev/*/*`, true],
    ['arn:aws:execute-api:*:*:a1b2c3/*', true],
    [`${base}a1b2c3/*/POST/*`, false],
    [`${base}a1b2c3`, false],
    [`${base}A1B2C3/*`, false],
    // A wildcard stays within its component.
    ['arn:aws:execute-api:*:a1b2c3/*', false],
    ['arn:aws:*', false],
    ['*', false],
    // What is special to a regular expression is not to a pattern.
    [`${base}a1b2c./*`, false],
  ])('%s matches: %s', (pattern, matches) => {
    expect(matchesArn(pattern, source)).toBe(matches);
  });

  it('may have colons in its resource', () => {
    expect(matchesArn('arn:aws:lambda:*:*:function:work*', 'arn:aws:lambda:eu-west-1:1:function:worker')).toBe(true);
  });
});
