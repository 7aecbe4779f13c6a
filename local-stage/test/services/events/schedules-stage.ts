import { onTestFinished } from 'vitest';
import { createAccess } from '../../../src/access.ts';
import { createClock } from '../../../src/clock.ts';
import type { FunctionConfiguration } from '../../../src/functions/configuration.ts';
import type { InvocationResult } from '../../../src/functions/invoker.ts';
import { allowsInvocation } from '../../../src/functions/resource-policy.ts';
import type { RuleTargetConfiguration, ScheduleConfiguration } from '../../../src/services/events/configuration.ts';
import { startSchedules } from '../../../src/services/events/schedules.ts';
import type {
  PolicyStatement,
  ResourcePolicyConfiguration,
  RoleConfiguration,
} from '../../../src/services/iam/configuration.ts';
import type { OutgoingMessage } from '../../../src/services/sqs/queue-engine.ts';
import { accountId, roleWith } from '../iam/roles.ts';

const region = 'eu-central-1';
export const functionArn = (name: string) => `arn:aws:lambda:${region}:${accountId}:function:${name}`;

/** What an `aws_lambda_permission` says. */
export type Permission = FunctionConfiguration['permissions'][number];

export const ruleArn = `arn:aws:events:${region}:${accountId}:rule/sweep`;

export const permissionFor = (sourceArn: string, overrides: Partial<Permission> = {}): Permission => ({
  address: 'aws_lambda_permission.p',
  statementId: 'p',
  action: 'lambda:InvokeFunction',
  principal: 'events.amazonaws.com',
  sourceArn,
  sourceAccount: undefined,
  ...overrides,
});

export const targetOf = (overrides: Partial<RuleTargetConfiguration> = {}): RuleTargetConfiguration => ({
  address: 'aws_cloudwatch_event_target.sweep',
  functionArn: functionArn('sweeper'),
  input: undefined,
  deadLetterQueueArn: undefined,
  ...overrides,
});

/** A rule with one target, the function `sweeper`. */
export const ruleOf = (overrides: Partial<ScheduleConfiguration & { kind: 'rule' }> = {}): ScheduleConfiguration => ({
  kind: 'rule',
  address: 'aws_cloudwatch_event_rule.sweep',
  arn: ruleArn,
  expression: 'rate(5 minutes)',
  enabled: true,
  targets: [targetOf()],
  ...overrides,
});

export const scheduleOf = (
  overrides: Partial<ScheduleConfiguration & { kind: 'schedule' }> = {},
): ScheduleConfiguration => ({
  kind: 'schedule',
  address: 'aws_scheduler_schedule.sweep',
  arn: `arn:aws:scheduler:${region}:${accountId}:schedule/default/sweep`,
  groupArn: `arn:aws:scheduler:${region}:${accountId}:schedule-group/default`,
  expression: 'rate(5 minutes)',
  timeZone: 'UTC',
  startsAt: undefined,
  endsAt: undefined,
  enabled: true,
  functionArn: functionArn('sweeper'),
  roleArn: roleWith().arn,
  input: undefined,
  ...overrides,
});

const trust = (...conditions: readonly PolicyStatement['Condition'][]): RoleConfiguration['trustPolicy'] => ({
  Version: '2012-10-17',
  Statement: conditions.map((condition) => ({
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { Service: 'scheduler.amazonaws.com' },
    ...(condition && { Condition: condition }),
  })),
});

export interface SchedulesStageOptions {
  readonly permissions?: readonly Permission[];
  /** What the schedules' role may do. @default invoke the function `sweeper` */
  readonly statements?: readonly PolicyStatement[];
  /** Conditions of the role's trust in EventBridge Scheduler; `null` is no trust. @default none */
  readonly trustCondition?: PolicyStatement['Condition'] | null;
  /** Policies on queues. @default none */
  readonly resourcePolicies?: readonly ResourcePolicyConfiguration[];
  /** What the functions come to. @default success */
  readonly outcome?: () => Partial<InvocationResult>;
}

/** Schedules with the real policies, on a clock that stands still at Wednesday, 17 June 2026, 12:00 UTC. */
export function startSchedulesStage(
  configurations: readonly ScheduleConfiguration[],
  options: SchedulesStageOptions = {},
) {
  const noon = Date.UTC(2026, 5, 17, 12);
  const clock = createClock(noon);
  const statements = options.statements ?? [
    { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: functionArn('sweeper') },
  ];
  const { trustCondition } = options;
  const trustPolicy = trustCondition === null ? roleWith().trustPolicy : trust(trustCondition);
  const role: RoleConfiguration = { ...roleWith(...statements), trustPolicy };
  const notices: string[] = [];
  const onNotice = (notice: string) => notices.push(notice);
  const configuration = {
    accountId,
    region,
    roles: [role],
    functions: [],
    resourcePolicies: options.resourcePolicies ?? [],
  };
  const deadLetters: { readonly queueArn: string; readonly message: OutgoingMessage }[] = [];
  const invoked: { readonly functionArn: string; readonly at: string; readonly event: unknown }[] = [];
  const schedules = startSchedules(configurations, {
    ...createAccess(configuration, { clock, onNotice }),
    clock,
    accountId,
    region,
    onNotice,
    queues: {
      send(queueArn, messages) {
        deadLetters.push(...messages.map((message) => ({ queueArn, message })));
        return [];
      },
    },
    invoker: {
      permits: (_functionArn, principal, sourceArn) =>
        allowsInvocation(options.permissions ?? [permissionFor(ruleArn)], principal, sourceArn),
      async invoke(arn, event) {
        const at = new Date(clock.now()).toISOString();
        invoked.push({ functionArn: arn, at, event: JSON.parse(event) });
        const answer = { kind: 'answer', requestId: 'r', payload: 'null', functionError: undefined, durationMs: 1 };
        return { ...answer, ...options.outcome?.() } as InvocationResult;
      },
    },
  });
  onTestFinished(() => schedules.close());
  return {
    ...{ clock, schedules, notices, invoked, deadLetters },
    /** When the functions were invoked: `12:05` on the first day. */
    times: () => invoked.map(({ at }) => at.replace('2026-06-17T', '').replace(':00.000Z', '')),
  };
}
