import type {
  RuleTargetConfiguration,
  ScheduleConfiguration,
  ScheduledRuleConfiguration,
  SchedulerScheduleConfiguration,
} from '../../services/events/configuration.ts';
import { TerraformError } from '../../terraform/errors.ts';
import { awsCloudwatchEventRule } from '../aws_cloudwatch_event_rule.ts';
import { awsCloudwatchEventTarget } from '../aws_cloudwatch_event_target.ts';
import { awsIamRole } from '../aws_iam_role.ts';
import { awsLambdaFunction } from '../aws_lambda_function.ts';
import { awsSchedulerSchedule } from '../aws_scheduler_schedule.ts';
import { awsSchedulerScheduleGroup } from '../aws_scheduler_schedule_group.ts';
import { awsSqsQueue } from '../aws_sqs_queue.ts';
import { type Assembly, referred, requireUnique } from './assembly.ts';

/** Targets that a rule can have (Amazon EventBridge User Guide, "Amazon EventBridge quotas"). */
const maximumTargets = 5;

/** The rules with their targets, then the schedules of EventBridge Scheduler. */
export function assembleSchedules(assembly: Assembly): readonly ScheduleConfiguration[] {
  return [...assembleRules(assembly), ...assembleSchedulerSchedules(assembly)];
}

function assembleRules(assembly: Assembly): readonly ScheduledRuleConfiguration[] {
  const rules = assembly.resources.all(awsCloudwatchEventRule);
  requireUnique(rules, 'the rule', ({ attributes }) => attributes.name);
  const targets = targetsByRule(assembly);
  return rules.map(({ address, args, attributes }) => {
    const own = targets.get(attributes.name) ?? [];
    if (own.length > maximumTargets) {
      throw new TerraformError(address, `it has ${own.length} targets. Expected: ${maximumTargets} at most`);
    }
    return {
      kind: 'rule',
      address,
      arn: attributes.arn,
      expression: args.schedule_expression,
      enabled: attributes.state === 'ENABLED',
      targets: own.map(({ rule: _, ...target }) => target),
    };
  });
}

function targetsByRule(
  assembly: Assembly,
): ReadonlyMap<string, readonly (RuleTargetConfiguration & { readonly rule: string })[]> {
  const rules = assembly.resources.all(awsCloudwatchEventRule);
  const targets = assembly.resources.all(awsCloudwatchEventTarget);
  requireUnique(targets, 'the target', ({ args, attributes }) => `${args.rule} ${attributes.target_id}`);
  const read = targets.map((target) => ({
    rule: referred(target, 'rule', target.args.rule, rules, ({ attributes }) => attributes.name === target.args.rule)
      .attributes.name,
    address: target.address,
    functionArn: functionArn(assembly, target, 'arn', target.args.arn),
    input: target.args.input ?? undefined,
    deadLetterQueueArn: queueArn(assembly, target, target.args.dead_letter_config[0]?.arn),
  }));
  return Map.groupBy(read, ({ rule }) => rule);
}

function assembleSchedulerSchedules(assembly: Assembly): readonly SchedulerScheduleConfiguration[] {
  const schedules = assembly.resources.all(awsSchedulerSchedule);
  requireUnique(schedules, 'the schedule', ({ attributes }) => attributes.id);
  return schedules.flatMap((schedule) => {
    const { address, args, attributes } = schedule;
    return args.target.map((target) => ({
      kind: 'schedule' as const,
      address,
      arn: attributes.arn,
      groupArn: groupArn(assembly, schedule),
      expression: args.schedule_expression,
      timeZone: args.schedule_expression_timezone,
      startsAt: epochOf(schedule, 'start_date', args.start_date),
      endsAt: epochOf(schedule, 'end_date', args.end_date),
      enabled: args.state === 'ENABLED',
      functionArn: functionArn(assembly, schedule, 'target.arn', target.arn),
      roleArn: roleArn(assembly, schedule, target.role_arn),
      input: target.input ?? undefined,
    }));
  });
}

interface Addressed {
  readonly address: string;
}

function functionArn({ resources }: Assembly, from: Addressed, argument: string, arn: string): string {
  const functions = resources.all(awsLambdaFunction);
  return referred(from, argument, arn, functions, ({ attributes }) => attributes.arn === arn).attributes.arn;
}

function queueArn({ resources }: Assembly, from: Addressed, arn: string | undefined): string | undefined {
  if (arn === undefined) return undefined;
  const queues = resources.all(awsSqsQueue);
  return referred(from, 'dead_letter_config.arn', arn, queues, ({ attributes }) => attributes.arn === arn).attributes
    .arn;
}

function roleArn({ resources }: Assembly, from: Addressed, arn: string): string {
  const roles = resources.all(awsIamRole);
  return referred(from, 'target.role_arn', arn, roles, ({ attributes }) => attributes.arn === arn).attributes.arn;
}

/** Every account has the group `default`. */
function groupArn(
  { resources, region, accountId }: Assembly,
  schedule: Addressed & { readonly args: { readonly group_name: string } },
): string {
  const name = schedule.args.group_name;
  if (name === 'default') return `arn:aws:scheduler:${region}:${accountId}:schedule-group/default`;
  const groups = resources.all(awsSchedulerScheduleGroup);
  return referred(schedule, 'group_name', name, groups, ({ attributes }) => attributes.name === name).attributes.arn;
}

function epochOf({ address }: Addressed, argument: string, timestamp: string | null): number | undefined {
  if (timestamp === null) return undefined;
  const epoch = Date.parse(timestamp);
  if (!Number.isNaN(epoch)) return epoch;
  throw new TerraformError(address, `argument '${argument}': '${timestamp}' is no time of the calendar`);
}
