import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configured } from './configuring.ts';
import { type OrdersProject, writeOrdersProject } from './orders-project.ts';
import { scheduledOrders } from './scheduled-orders.ts';

let project: OrdersProject;

beforeAll(() => {
  project = writeOrdersProject();
});
afterAll(() => project.remove());

type Json = Record<string, unknown>;

/** @param path type, name and member, separated by dots; `undefined` removes the member. */
function scheduledOrdersWith(path: string, value: unknown): Json {
  const document: Json = structuredClone(scheduledOrders());
  const names = path.split('.');
  let parent = document['resource'] as Json;
  for (const name of names.slice(0, -1)) {
    parent[name] ??= {};
    parent = parent[name] as Json;
  }
  const last = names.at(-1) ?? '';
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return document;
}

const schedulesOf = (document: unknown) => configured(document, project.folder).schedules;

describe('the schedules of a document', () => {
  it('are its rules with their targets, and its schedules', () => {
    const workerArn = 'arn:aws:lambda:eu-central-1:123456789012:function:orders-default-worker';
    expect(schedulesOf(scheduledOrders())).toEqual([
      {
        kind: 'rule',
        address: 'aws_cloudwatch_event_rule.poll',
        arn: 'arn:aws:events:eu-central-1:123456789012:rule/poll',
        expression: 'rate(5 minutes)',
        enabled: true,
        targets: [
          {
            address: 'aws_cloudwatch_event_target.poll',
            functionArn: workerArn,
            input: '{"Records":[{"body":"by the rule"}]}',
            deadLetterQueueArn: 'arn:aws:sqs:eu-central-1:123456789012:orders-default-dead',
          },
        ],
      },
      {
        kind: 'schedule',
        address: 'aws_scheduler_schedule.close',
        arn: 'arn:aws:scheduler:eu-central-1:123456789012:schedule/nightly/close',
        groupArn: 'arn:aws:scheduler:eu-central-1:123456789012:schedule-group/nightly',
        expression: 'cron(0 3 * * ? *)',
        timeZone: 'Europe/Berlin',
        startsAt: Date.UTC(2026, 0),
        endsAt: undefined,
        enabled: true,
        functionArn: workerArn,
        roleArn: 'arn:aws:iam::123456789012:role/scheduler',
        input: '{"Records":[{"body":"<aws.scheduler.scheduled-time>"}]}',
      },
    ]);
  });

  it.each([
    ['aws_cloudwatch_event_rule.poll.state', 'DISABLED', { enabled: false }],
    ['aws_cloudwatch_event_rule.poll.is_enabled', false, { enabled: false }],
    ['aws_cloudwatch_event_rule.poll.is_enabled', true, { enabled: true }],
    ['aws_cloudwatch_event_target', {}, { targets: [] }],
    ['aws_cloudwatch_event_target.poll.input', undefined, { targets: [{ input: undefined }] }],
    ['aws_cloudwatch_event_rule.poll.event_bus_name', 'default', { enabled: true }],
  ])('a rule with %s = %j', (path, value, expected) => {
    expect(schedulesOf(scheduledOrdersWith(path, value))[0]).toMatchObject(expected);
  });

  it.each([
    ['aws_scheduler_schedule.close.state', 'DISABLED', { enabled: false }],
    ['aws_scheduler_schedule.close.group_name', undefined, { groupArn: expect.stringMatching(/group\/default$/) }],
    ['aws_scheduler_schedule.close.schedule_expression_timezone', undefined, { timeZone: 'UTC' }],
    ['aws_scheduler_schedule.close.end_date', '2026-02-01T00:00:00+01:00', { endsAt: Date.UTC(2026, 0, 31, 23) }],
  ])('a schedule with %s = %j', (path, value, expected) => {
    expect(schedulesOf(scheduledOrdersWith(path, value))[1]).toMatchObject(expected);
  });

  it.each([
    ['aws_cloudwatch_event_rule.poll.event_pattern', '{"source":["x"]}', 'the local stage has no events but those'],
    ['aws_cloudwatch_event_rule.poll.schedule_expression', undefined, "no argument 'schedule_expression'"],
    ['aws_cloudwatch_event_rule.poll.event_bus_name', 'orders', 'a scheduled rule is of the default event bus'],
    ['aws_cloudwatch_event_rule.poll.state', 'OFF', 'Expected one of: ENABLED, DISABLED'],
    ['aws_cloudwatch_event_target.poll.rule', 'x', "argument 'rule': 'x' is nothing that this document makes there"],
    [
      'aws_cloudwatch_event_target.poll.arn',
      '${aws_sqs_queue.dead.arn}',
      "aws_cloudwatch_event_target.poll: argument 'arn'",
    ],
    ['aws_cloudwatch_event_target.poll.input', 'text', "argument 'input'"],
    [
      'aws_cloudwatch_event_target.poll.input_transformer',
      { input_template: '"x"' },
      'sends the scheduled event whole',
    ],
    ['aws_cloudwatch_event_target.poll.role_arn', 'arn:aws:iam::1:role/x', 'RoleArn is not supported for a target'],
    ['aws_cloudwatch_event_target.poll.retry_policy', { maximum_retry_attempts: 186 }, 'from 0 to 185'],
    ['aws_cloudwatch_event_target.poll.dead_letter_config', { arn: 'x' }, "argument 'dead_letter_config.arn': 'x'"],
    ['aws_scheduler_schedule.close.target.dead_letter_config', { arn: 'x' }, 'writes no dead letters'],
    ['aws_scheduler_schedule.close.flexible_time_window', { mode: 'FLEXIBLE' }, 'Expected: OFF'],
    ['aws_scheduler_schedule.close.flexible_time_window', undefined, "no argument 'flexible_time_window'"],
    ['aws_scheduler_schedule.close.group_name', 'none', "argument 'group_name': 'none'"],
    ['aws_scheduler_schedule.close.start_date', 'tomorrow', 'Expected: a time such as 2030-01-02T12:00:00Z'],
    ['aws_scheduler_schedule.close.end_date', '2026-13-01T00:00:00Z', 'is no time of the calendar'],
    ['aws_scheduler_schedule.close.target.arn', 'arn:aws:scheduler:::aws-sdk:lambda:invoke', "argument 'target.arn'"],
    ['aws_scheduler_schedule.close.target.role_arn', 'arn:aws:iam::1:role/x', "argument 'target.role_arn'"],
    ['aws_scheduler_schedule.close.target.sqs_parameters', { message_group_id: 'a' }, 'invokes functions only'],
  ])('%s = %j is refused', (path, value, message) => {
    const [type = '', name = ''] = path.split('.');
    const boot = () => schedulesOf(scheduledOrdersWith(path, value));
    expect(boot).toThrow(message);
    expect(boot).toThrow(`${type}.${name}: `);
  });

  it('have names of their own, and a rule five targets at most', () => {
    const rule = scheduledOrders().resource.aws_cloudwatch_event_rule.poll;
    expect(() => schedulesOf(scheduledOrdersWith('aws_cloudwatch_event_rule.again', rule))).toThrow(
      "the rule 'poll' exists already",
    );
    const target = scheduledOrders().resource.aws_cloudwatch_event_target.poll;
    const six = Object.fromEntries([...'abcdef'].map((name) => [name, target]));
    expect(() => schedulesOf(scheduledOrdersWith('aws_cloudwatch_event_target', six))).toThrow(
      'aws_cloudwatch_event_rule.poll: it has 6 targets. Expected: 5 at most',
    );
  });
});
