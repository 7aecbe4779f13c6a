import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { StackDocument } from '../testing/stack-copy.ts';
import { type Mutation, mutationsOf } from './mutation.ts';
import { operators } from './operators.ts';
import { entriesWithoutMutation } from './survivors.ts';

/** The operators on the synthesized `dev` stack, which must be there. */

const text = readFileSync('cdktf.out/stacks/dev/cdk.tf.json', 'utf8');
const stack = (): StackDocument => JSON.parse(text) as StackDocument;
const whole = stack();
const mutations = mutationsOf(whole, operators);

/** Whether a mutation changes the resource that it names, or takes it away. */
function changesItsResource(mutation: Mutation): boolean {
  const after = stack();
  mutation.apply(after);
  const [type = '', name = ''] = mutation.address.split('.');
  return JSON.stringify(after.resource[type]?.[name]) !== JSON.stringify(whole.resource[type]?.[name]);
}

test.each(operators.map(({ name }) => name).filter((name, index, names) => names.indexOf(name) === index))(
  '%s changes the resource that it names',
  (name) => {
    const those = mutations.filter(({ id }) => id.startsWith(`${name}:`));
    expect(those.filter((mutation) => !changesItsResource(mutation)).map(({ id }) => id)).toEqual([]);
  },
);

test('every mutation has suites that are about it, and they exist', () => {
  expect(mutations.filter(({ checks }) => checks.length === 0)).toEqual([]);
  const files = new Set(mutations.flatMap(({ checks }) => checks.map(({ file }) => file)));
  expect([...files].filter((file) => !existsSync(file))).toEqual([]);
});

test('every entry of survivors.ts is about a mutation', () => {
  expect(entriesWithoutMutation(mutations)).toEqual([]);
});

describe('what a route consists of is mutated', () => {
  const document = stack();
  const addresses = new Set(mutations.map(({ address }) => address));

  test.each([
    'aws_api_gateway_authorizer',
    'aws_api_gateway_gateway_response',
    'aws_api_gateway_integration_response',
    'aws_api_gateway_method',
    'aws_api_gateway_method_settings',
    'aws_api_gateway_model',
    'aws_api_gateway_usage_plan',
    'aws_api_gateway_usage_plan_key',
    'aws_apigatewayv2_api',
    'aws_apigatewayv2_integration',
    'aws_apigatewayv2_route',
    'aws_apigatewayv2_stage',
    'aws_cognito_user_pool_client',
    'aws_iam_role_policy',
    'aws_lambda_event_source_mapping',
    'aws_lambda_function',
    'aws_lambda_permission',
  ])('every %s', (type) => {
    const names = Object.keys(document.resource[type] ?? {});
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !addresses.has(`${type}.${name}`))).toEqual([]);
  });

  test('every aws_api_gateway_request_validator that has something to check', () => {
    const mutated = [...addresses].filter((address) => address.startsWith('aws_api_gateway_request_validator.'));
    expect(mutated.some((address) => address.includes('parameters-and-body'))).toBe(true);
  });
});
