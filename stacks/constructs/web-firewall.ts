import { Wafv2WebAcl } from '@cdktf/provider-aws/lib/wafv2-web-acl/index.js';
import { Wafv2WebAclAssociation } from '@cdktf/provider-aws/lib/wafv2-web-acl-association/index.js';
import { Construct } from 'constructs';

/**
 * Rule groups that AWS keeps up to date, in the order of their evaluation ("AWS Managed Rules rule
 * groups list"), each with the rules of it that only count.
 */
const managedRuleGroups: Readonly<Record<string, readonly string[]>> = {
  AWSManagedRulesAmazonIpReputationList: [],
  // It blocks bodies above 8 KB, which the models of the API allow.
  AWSManagedRulesCommonRuleSet: ['SizeRestrictions_BODY'],
  AWSManagedRulesKnownBadInputsRuleSet: [],
};

/** AWS WAF before the stage of a REST API. HTTP APIs cannot have one. */
export class WebFirewall extends Construct {
  constructor(scope: Construct, id: string, name: string, stageArn: string) {
    super(scope, id);
    const webAcl = new Wafv2WebAcl(this, 'web-acl', {
      name,
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      rule: Object.entries(managedRuleGroups).map(([group, counted], priority) => ({
        name: group,
        priority,
        overrideAction: { none: {} },
        statement: managedRules(group, counted),
        visibilityConfig: visibility(group),
      })),
      visibilityConfig: visibility(name),
    });
    new Wafv2WebAclAssociation(this, 'association', { resourceArn: stageArn, webAclArn: webAcl.arn });
  }
}

/** CDKTF passes a statement on as it is, so it has Terraform's own names. */
function managedRules(name: string, counted: readonly string[]) {
  const overrides = counted.map((rule) => ({ name: rule, action_to_use: { count: {} } }));
  return { managed_rule_group_statement: { vendor_name: 'AWS', name, rule_action_override: overrides } };
}

function visibility(metricName: string) {
  return { metricName, cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true };
}
