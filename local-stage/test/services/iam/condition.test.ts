import { describe, expect, it } from 'vitest';
import { parseCondition } from '../../../src/services/iam/condition.ts';
import type { PolicyStatement } from '../../../src/services/iam/configuration.ts';

type Block = NonNullable<PolicyStatement['Condition']>;
type Context = Readonly<Record<string, readonly string[]>>;

const holds = (block: Block, context: Context, effect: PolicyStatement['Effect'] = 'Allow') =>
  parseCondition(block, effect, '2012-10-17', 'aws_iam_role_policy.export')((key) => context[key.toLowerCase()]);

describe('operators', () => {
  it.each<[string, string | string[], string, boolean]>([
    ['StringEquals', 'a*', 'a*', true],
    ['StringEquals', 'a*', 'ab', false],
    ['StringEquals', ['x', 'ab'], 'ab', true],
    ['StringNotEquals', ['x', 'ab'], 'ab', false],
    ['StringNotEquals', ['x', 'y'], 'ab', true],
    ['StringEqualsIgnoreCase', 'AB', 'ab', true],
    ['StringNotEqualsIgnoreCase', 'AB', 'ab', false],
    ['StringLike', 'a?c*', 'abcd', true],
    ['StringLike', 'a?c*', 'ac', false],
    ['StringNotLike', 'a*', 'abc', false],
    ['NumericEquals', '10.0', '10', true],
    ['NumericNotEquals', '10', '10', false],
    ['NumericLessThan', '10', '9', true],
    ['NumericLessThan', '10', '10', false],
    ['NumericLessThanEquals', '10', '10', true],
    ['NumericGreaterThan', '10', '10', false],
    ['NumericGreaterThanEquals', '10', '10', true],
    ['NumericGreaterThanEquals', '10', 'many', false],
    ['DateLessThan', '2026-02-01T00:00:00Z', '2026-01-31T23:59:59Z', true],
    ['DateGreaterThan', '2026-02-01', '2026-01-31T23:59:59Z', false],
    ['DateEquals', '2026-01-31T00:00:00', '1769817600', true],
    ['Bool', 'true', 'TRUE', true],
    ['Bool', 'false', 'true', false],
    ['IpAddress', '10.0.0.0/8', '10.1.2.3', true],
    ['IpAddress', '10.0.0.0/8', '11.1.2.3', false],
    ['IpAddress', '2001:db8::/32', '2001:db8::1', true],
    ['IpAddress', '2001:db8::/32', '10.1.2.3', false],
    ['NotIpAddress', '10.0.0.0/8', '11.1.2.3', true],
    ['ArnLike', 'arn:aws:s3:::b*', 'arn:aws:s3:::bucket', true],
    ['ArnEquals', 'arn:aws:*:::b', 'arn:aws:s3:::b', true],
    ['ArnLike', 'arn:aws:s*:b', 'arn:aws:s3:::b', false],
    ['ArnNotLike', 'arn:aws:s3:::b*', 'arn:aws:s3:::bucket', false],
  ])('%s %s, asked with %s: %s', (operator, stated, requested, expected) => {
    expect(holds({ [operator]: { 'x:key': stated } }, { 'x:key': [requested] })).toBe(expected);
  });
});

describe('a key that the request lacks', () => {
  it.each<[string, string, boolean]>([
    ['StringEquals', 'a', false],
    ['StringNotEquals', 'a', true],
    ['StringEqualsIfExists', 'a', true],
    ['NumericLessThanIfExists', '1', true],
    ['Null', 'true', true],
    ['Null', 'false', false],
    ['ForAllValues:StringEquals', 'a', true],
    ['ForAnyValue:StringEquals', 'a', false],
    ['ForAnyValue:StringNotEquals', 'a', false],
  ])('%s %s: %s', (operator, stated, expected) => {
    expect(holds({ [operator]: { 'x:key': stated } }, {})).toBe(expected);
  });

  it('Null tells a key that is there', () => {
    expect(holds({ Null: { 'x:key': 'false' } }, { 'x:key': ['a'] })).toBe(true);
    expect(holds({ Null: { 'x:key': 'true' } }, { 'x:key': ['a'] })).toBe(false);
  });
});

describe('several values', () => {
  it.each<[string, string[], string[], boolean]>([
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], true],
    ['ForAllValues:StringEquals', ['a'], ['a', 'b'], false],
    ['ForAnyValue:StringEquals', ['a'], ['a', 'b'], true],
    ['ForAnyValue:StringEquals', ['c'], ['a', 'b'], false],
    ['ForAllValues:StringNotEquals', ['c'], ['a', 'b'], true],
    ['ForAllValues:StringNotLike', ['a*'], ['a', 'b'], false],
    ['ForAnyValue:StringNotEquals', ['a'], ['a', 'b'], true],
  ])('%s %s, asked with %s: %s', (operator, stated, requested, expected) => {
    expect(holds({ [operator]: { 'x:key': stated } }, { 'x:key': requested })).toBe(expected);
  });

  it('without a set operator, an Allow needs all of them and a Deny one', () => {
    const block = { StringEquals: { 'x:key': 'a' } };
    expect(holds(block, { 'x:key': ['a', 'b'] }, 'Allow')).toBe(false);
    expect(holds(block, { 'x:key': ['a', 'b'] }, 'Deny')).toBe(true);
  });
});

it('needs every operator and every key', () => {
  const block = { StringEquals: { 'x:a': '1', 'x:b': '2' }, NumericLessThan: { 'x:c': '3' } };
  expect(holds(block, { 'x:a': ['1'], 'x:b': ['2'], 'x:c': ['2'] })).toBe(true);
  expect(holds(block, { 'x:a': ['1'], 'x:b': ['3'], 'x:c': ['2'] })).toBe(false);
  expect(holds(block, { 'x:a': ['1'], 'x:b': ['2'], 'x:c': ['3'] })).toBe(false);
});

it('finds keys whatever their case, and fills variables in values', () => {
  expect(
    holds({ StringEquals: { 'X:Key': '${aws:userid}' } }, { 'x:key': ['AROA:me'], 'aws:userid': ['AROA:me'] }),
  ).toBe(true);
  expect(holds({ StringLike: { 'x:key': '${aws:userid}' } }, { 'x:key': ['AROA:you'], 'aws:userid': ['*'] })).toBe(
    false,
  );
});

it('a variable without a value never widens what is allowed', () => {
  const block = { StringNotEquals: { 'x:key': '${aws:username}' } };
  expect(holds(block, { 'x:key': ['a'] }, 'Allow')).toBe(false);
  expect(holds(block, { 'x:key': ['a'] }, 'Deny')).toBe(true);
});
