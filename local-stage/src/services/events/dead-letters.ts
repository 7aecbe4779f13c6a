import type { ConditionContext, ServiceAuthorization } from '../iam/authorization.ts';
import type { QueueEngine } from '../sqs/queue-engine.ts';
import type { RuleTargetConfiguration, ScheduledRuleConfiguration } from './configuration.ts';

export interface DeadLetterDependencies {
  readonly authorization: ServiceAuthorization;
  readonly queues: Pick<QueueEngine, 'send'>;
  readonly onNotice: (notice: string) => void;
}

/** An event that a rule could not deliver. */
export interface DeadLetter {
  /** What the target would have got. */
  readonly event: string;
  readonly accountId: string;
  /** `NO_PERMISSIONS` */
  readonly errorCode: string;
  readonly errorMessage: string;
}

const principal = 'events.amazonaws.com';

/**
 * Sends an event to the dead-letter queue of its target, if the target has one and the queue's policy
 * lets the rule in; else the event is dropped. What permissions forbid is not tried again.
 *
 * Source: Amazon EventBridge User Guide, "Using dead-letter queues to process undelivered events in
 * EventBridge", the attributes among it.
 */
export function sendDeadLetter(
  rule: ScheduledRuleConfiguration,
  target: RuleTargetConfiguration,
  letter: DeadLetter,
  { authorization, queues, onNotice }: DeadLetterDependencies,
): void {
  const { deadLetterQueueArn: queueArn } = target;
  if (queueArn === undefined) {
    onNotice(`an event was dropped: ${letter.errorMessage}`);
    return;
  }
  const context: ConditionContext = { 'aws:SourceArn': rule.arn, 'aws:SourceAccount': letter.accountId };
  if (!authorization.permitsService(principal, 'sqs:SendMessage', queueArn, context)) {
    onNotice(
      `an event was dropped: ${letter.errorMessage}; and the policy on its dead-letter queue ${queueArn} lets EventBridge send nothing. ` +
        `Expected: a statement that allows sqs:SendMessage to {"Service": "${principal}"} for the aws:SourceArn ${rule.arn}`,
    );
    return;
  }
  queues.send(queueArn, [
    {
      body: letter.event,
      messageAttributes: attributesOf({
        RULE_ARN: rule.arn,
        TARGET_ARN: target.functionArn,
        ERROR_CODE: letter.errorCode,
        ERROR_MESSAGE: letter.errorMessage,
      }),
      systemAttributes: { SenderId: principal },
      delaySeconds: undefined,
    },
  ]);
  onNotice(`an event went to the dead-letter queue ${queueArn}: ${letter.errorMessage}`);
}

const attributesOf = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(values).map(([name, stringValue]) => [
      name,
      { dataType: 'String', stringValue, binaryValue: undefined },
    ]),
  );
