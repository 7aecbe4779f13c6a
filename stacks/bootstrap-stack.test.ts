import { describe, expect, it } from 'vitest';
import { BootstrapStack } from './bootstrap-stack.ts';
import { addresses, at, only, referred } from './testing/document.ts';
import { statementsOf } from './testing/policies.ts';
import { synthesizeStack } from './testing/synthesize.ts';

const document = synthesizeStack((app) => new BootstrapStack(app, 'bootstrap', { region: 'eu-west-1' }));

describe('bootstrap', () => {
  it('lets API Gateway write logs, in this account and region', () => {
    const role = referred(only(document, 'aws_api_gateway_account')['cloudwatch_role_arn']);
    expect(at(document, role)['name']).toBe('gatehouse-api-gateway-logging-eu-west-1');
    expect(statementsOf(at(document, role)['assume_role_policy'])).toEqual([
      { Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]);
    expect(only(document, 'aws_iam_role_policy_attachment')).toMatchObject({
      role: `\${${role}.name}`,
      policy_arn: 'arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs',
    });
  });

  it('holds nothing else', () => {
    expect(addresses(document)).toHaveLength(3);
  });
});
