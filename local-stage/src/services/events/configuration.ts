/** What starts functions by the clock. */
export type ScheduleConfiguration = ScheduledRuleConfiguration | SchedulerScheduleConfiguration;

/** What an `aws_cloudwatch_event_rule` with a schedule says, with its targets. */
export interface ScheduledRuleConfiguration {
  readonly kind: 'rule';
  readonly address: string;
  /** `arn:aws:events:eu-west-1:123456789012:rule/sweep` */
  readonly arn: string;
  /** `rate(5 minutes)` or `cron(0 12 * * ? *)`, in UTC. */
  readonly expression: string;
  readonly enabled: boolean;
  readonly targets: readonly RuleTargetConfiguration[];
}

/** What an `aws_cloudwatch_event_target` of a function says. */
export interface RuleTargetConfiguration {
  readonly address: string;
  readonly functionArn: string;
  /** JSON text that the function gets; `undefined` sends the scheduled event. */
  readonly input: string | undefined;
  /** Queue for the events that EventBridge may not deliver. */
  readonly deadLetterQueueArn: string | undefined;
}

/** What an `aws_scheduler_schedule` of a function says. */
export interface SchedulerScheduleConfiguration {
  readonly kind: 'schedule';
  readonly address: string;
  /** `arn:aws:scheduler:eu-west-1:123456789012:schedule/default/sweep` */
  readonly arn: string;
  /** `arn:aws:scheduler:eu-west-1:123456789012:schedule-group/default` */
  readonly groupArn: string;
  /** `rate(5 minutes)`, `cron(0 12 * * ? *)` or `at(2030-01-02T12:00:00)`. */
  readonly expression: string;
  /** IANA name of the zone that the expression is meant in. AWS's default: `UTC`. */
  readonly timeZone: string;
  /** Milliseconds since the epoch; nothing is due before. */
  readonly startsAt: number | undefined;
  /** Milliseconds since the epoch; nothing is due after. */
  readonly endsAt: number | undefined;
  readonly enabled: boolean;
  readonly functionArn: string;
  /** Role whose policies must allow the invocation. */
  readonly roleArn: string;
  /** JSON text that the function gets, context attributes to be filled in; `undefined` sends the scheduled event. */
  readonly input: string | undefined;
}
