import type { RuleTargetConfiguration, ScheduledRuleConfiguration } from './configuration.ts';
import { type DeadLetter, sendDeadLetter } from './dead-letters.ts';
import type { Delivery, DeliveryDependencies } from './delivery.ts';
import { type Occasion, ruleEvent } from './scheduled-event.ts';

const principal = 'events.amazonaws.com';

/**
 * Delivers to the targets of a rule: every target gets the same event, unless it has an input of its own.
 * Of a target whose function's resource policy does not let the rule in, the stage tells at once; its
 * events go to its dead-letter queue.
 */
export function createRuleDelivery(rule: ScheduledRuleConfiguration, dependencies: DeliveryDependencies): Delivery {
  const { invoker, invocations, onNotice } = dependencies;
  const isPermitted = ({ functionArn }: RuleTargetConfiguration) => invoker.permits(functionArn, principal, rule.arn);
  for (const target of rule.targets) {
    if (rule.enabled && !isPermitted(target)) onNotice(missingPermission(rule, target));
  }
  return (occasion) => {
    const event = ruleEvent(occasion);
    for (const target of rule.targets) {
      const sent = target.input ?? event;
      if (isPermitted(target)) invocations.invoke(target.functionArn, sent, target.address);
      else sendDeadLetter(rule, target, undelivered(rule, target, sent, occasion), dependencies);
    }
  };
}

const undelivered = (
  rule: ScheduledRuleConfiguration,
  target: RuleTargetConfiguration,
  event: string,
  { accountId }: Occasion,
): DeadLetter => ({
  event,
  accountId,
  errorCode: 'NO_PERMISSIONS',
  errorMessage: missingPermission(rule, target),
});

const missingPermission = (rule: ScheduledRuleConfiguration, target: RuleTargetConfiguration): string =>
  `${target.address}: EventBridge may not invoke ${target.functionArn} for ${rule.arn}. ` +
  `Expected: an aws_lambda_permission for it with principal "${principal}" and the arn of ${rule.address} as source_arn`;
