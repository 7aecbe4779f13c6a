import { describe, expect, it } from 'vitest';
import { environments } from '../environments.ts';
import { find, only } from '../testing/document.ts';
import { synthesize } from '../testing/synthesize.ts';

describe('the web firewall', () => {
  const document = synthesize({ environment: environments.prod });

  it('stands before the stage of the REST API', () => {
    expect(only(document, 'aws_wafv2_web_acl_association')).toMatchObject({
      resource_arn: '${aws_api_gateway_stage.task-api-stage.arn}',
    });
  });

  it('asks the managed rule groups one after the other', () => {
    const { rule, default_action } = only(document, 'aws_wafv2_web_acl');
    expect(default_action).toEqual({ allow: {} });
    expect(rule).toEqual([
      expect.objectContaining({ name: 'AWSManagedRulesAmazonIpReputationList', priority: 0 }),
      expect.objectContaining({ name: 'AWSManagedRulesCommonRuleSet', priority: 1 }),
      expect.objectContaining({ name: 'AWSManagedRulesKnownBadInputsRuleSet', priority: 2 }),
    ]);
    expect(rule).toContainEqual(
      expect.objectContaining({
        statement: {
          managed_rule_group_statement: {
            vendor_name: 'AWS',
            name: 'AWSManagedRulesCommonRuleSet',
            rule_action_override: [{ name: 'SizeRestrictions_BODY', action_to_use: { count: {} } }],
          },
        },
      }),
    );
  });

  it('is left out where the environment has none', () => {
    expect(find(synthesize(), 'aws_wafv2_web_acl')).toEqual([]);
  });
});
