import { describe, expect, it } from 'vitest';
import type { ScheduleConfiguration } from '../../../src/services/events/configuration.ts';
import {
  functionArn,
  permissionFor,
  ruleArn,
  ruleOf,
  type SchedulesStageOptions,
  scheduleOf,
  startSchedulesStage,
  targetOf,
} from './schedules-stage.ts';

const minute = 60_000;
const uuid = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);

describe('a rule', () => {
  it('sends its target the scheduled event', () => {
    const { clock, invoked } = startSchedulesStage([ruleOf()]);
    clock.advance(5 * minute);
    expect(invoked).toEqual([
      {
        functionArn: functionArn('sweeper'),
        at: '2026-06-17T12:05:00.000Z',
        event: {
          version: '0',
          id: uuid,
          'detail-type': 'Scheduled Event',
          source: 'aws.events',
          account: '123456789012',
          time: '2026-06-17T12:05:00Z',
          region: 'eu-central-1',
          resources: [ruleArn],
          detail: {},
        },
      },
    ]);
    expect(Object.keys(invoked[0]?.event ?? {}).slice(0, 4)).toEqual(['version', 'id', 'detail-type', 'source']);
  });

  it('is due once a time, however the clock gets there', () => {
    const { clock, times } = startSchedulesStage([ruleOf()]);
    clock.advance(5 * minute - 1);
    expect(times()).toEqual([]);
    clock.advance(1);
    clock.advance(0);
    expect(times()).toEqual(['12:05']);
    clock.advance(15 * minute);
    expect(times()).toEqual(['12:05', '12:10', '12:15', '12:20']);
  });

  it('sends all its targets one event, or the input of their own', () => {
    const targets = [
      targetOf({ address: 'aws_cloudwatch_event_target.a', functionArn: functionArn('a') }),
      targetOf({ functionArn: functionArn('b'), input: '{"full":true}' }),
      targetOf({ address: 'aws_cloudwatch_event_target.c', functionArn: functionArn('c') }),
    ];
    const { clock, invoked } = startSchedulesStage([ruleOf({ targets })]);
    clock.advance(5 * minute);
    expect(invoked.map((invocation) => invocation.functionArn)).toEqual(['a', 'b', 'c'].map(functionArn));
    expect(invoked[1]?.event).toEqual({ full: true });
    expect(invoked[0]?.event).toEqual(invoked[2]?.event);
  });

  it('that is disabled is never due', () => {
    const { clock, invoked, notices } = startSchedulesStage([ruleOf({ enabled: false })], { permissions: [] });
    clock.advance(24 * 60 * minute);
    expect(invoked).toEqual([]);
    expect(notices).toEqual([]);
  });

  it.each([
    ['without a permission', []],
    ['for another rule', [permissionFor(`${ruleArn}-other`)]],
    ['for another service', [permissionFor(ruleArn, { principal: 'scheduler.amazonaws.com' })]],
    ['for another action', [permissionFor(ruleArn, { action: 'lambda:GetFunction' })]],
  ] satisfies [string, SchedulesStageOptions['permissions']][])('%s invokes nothing, and says so', (_, permissions) => {
    const { clock, invoked, notices } = startSchedulesStage([ruleOf()], { permissions });
    const missing =
      `aws_cloudwatch_event_target.sweep: EventBridge may not invoke ${functionArn('sweeper')} for ${ruleArn}. ` +
      'Expected: an aws_lambda_permission for it with principal "events.amazonaws.com" and the arn of aws_cloudwatch_event_rule.sweep as source_arn';
    expect(notices).toEqual([missing]);
    clock.advance(5 * minute);
    expect(invoked).toEqual([]);
    expect(notices).toEqual([missing, `an event was dropped: ${missing}`]);
  });

  it('may be let in by a pattern', () => {
    const { clock, invoked } = startSchedulesStage([ruleOf()], {
      permissions: [permissionFor(ruleArn.replace('sweep', '*'), { sourceAccount: '123456789012' })],
    });
    clock.advance(5 * minute);
    expect(invoked).toHaveLength(1);
  });
});

describe('the dead-letter queue of a target', () => {
  const queueArn = 'arn:aws:sqs:eu-central-1:123456789012:dead';
  const rule = ruleOf({ targets: [targetOf({ deadLetterQueueArn: queueArn })] });
  const queuePolicy = (sourceArn: string) => ({
    address: 'aws_sqs_queue_policy.dead',
    resourceArn: queueArn,
    document: {
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sqs:SendMessage',
          Resource: queueArn,
          Principal: { Service: 'events.amazonaws.com' },
          Condition: { ArnEquals: { 'aws:SourceArn': sourceArn } },
        },
      ],
    } as const,
  });

  it('gets the event that EventBridge may not deliver', () => {
    const { clock, invoked, deadLetters, notices } = startSchedulesStage([rule], {
      permissions: [],
      resourcePolicies: [queuePolicy(ruleArn)],
    });
    clock.advance(5 * minute);
    expect(invoked).toEqual([]);
    expect(deadLetters).toMatchObject([
      {
        queueArn,
        message: {
          messageAttributes: {
            RULE_ARN: { dataType: 'String', stringValue: ruleArn },
            TARGET_ARN: { stringValue: functionArn('sweeper') },
            ERROR_CODE: { stringValue: 'NO_PERMISSIONS' },
            ERROR_MESSAGE: { stringValue: expect.stringContaining('EventBridge may not invoke') },
          },
        },
      },
    ]);
    expect(JSON.parse(deadLetters[0]?.message.body ?? '')).toMatchObject({
      source: 'aws.events',
      resources: [ruleArn],
    });
    expect(notices.at(-1)).toContain(`an event went to the dead-letter queue ${queueArn}: aws_cloudwatch_event_target`);
  });

  it('gets nothing where its policy does not let the rule in', () => {
    const { clock, deadLetters, notices } = startSchedulesStage([rule], {
      permissions: [],
      resourcePolicies: [queuePolicy(`${ruleArn}-other`)],
    });
    clock.advance(5 * minute);
    expect(deadLetters).toEqual([]);
    expect(notices.at(-1)).toContain(`the policy on its dead-letter queue ${queueArn} lets EventBridge send nothing`);
  });

  it('gets nothing of what the function fails at', async () => {
    const { clock, deadLetters } = startSchedulesStage([rule], {
      resourcePolicies: [queuePolicy(ruleArn)],
      outcome: () => ({ functionError: 'Unhandled' }),
    });
    for (let minutes = 0; minutes < 10; minutes += 1) {
      clock.advance(minute);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(deadLetters).toEqual([]);
  });
});

describe('a schedule of EventBridge Scheduler', () => {
  it('sends an event of its own', () => {
    const schedule = scheduleOf({ expression: 'cron(30 12 * * ? *)' });
    const { clock, invoked } = startSchedulesStage([schedule], { permissions: [] });
    clock.advance(30 * minute);
    expect(invoked.map(({ event }) => event)).toEqual([
      {
        version: '0',
        id: uuid,
        'detail-type': 'Scheduled Event',
        source: 'aws.scheduler',
        account: '123456789012',
        time: '2026-06-17T12:30:00Z',
        region: 'eu-central-1',
        resources: [schedule.arn],
        detail: '{}',
      },
    ]);
  });

  it('sends its input, the context attributes filled in', () => {
    const input =
      '{"arn":"<aws.scheduler.schedule-arn>","at":"<aws.scheduler.scheduled-time>",' +
      '"id":"<aws.scheduler.execution-id>","attempt":"<aws.scheduler.attempt-number>","other":"<aws.scheduler.other>"}';
    const schedule = scheduleOf({ expression: 'cron(30 12 * * ? *)', input });
    const { clock, invoked } = startSchedulesStage([schedule]);
    clock.advance(30 * minute);
    expect(invoked[0]?.event).toEqual({
      arn: schedule.arn,
      at: '2026-06-17T12:30:00Z',
      id: uuid,
      attempt: '1',
      other: '<aws.scheduler.other>',
    });
  });

  it('of a rate begins at once, or on its start date, and ends on its end date', () => {
    const atOnce = startSchedulesStage([scheduleOf()]);
    atOnce.clock.advance(5 * minute);
    expect(atOnce.times()).toEqual(['12:00', '12:05']);
    const startsAt = Date.UTC(2026, 5, 17, 12, 2);
    const dated = startSchedulesStage([scheduleOf({ startsAt, endsAt: startsAt + 10 * minute })]);
    dated.clock.advance(60 * minute);
    expect(dated.times()).toEqual(['12:02', '12:07', '12:12']);
  });

  it('of times begins and ends on its dates as well', () => {
    const schedule = scheduleOf({
      expression: 'cron(0/10 * * * ? *)',
      startsAt: Date.UTC(2026, 5, 17, 12, 20),
      endsAt: Date.UTC(2026, 5, 17, 12, 35),
    });
    const { clock, times } = startSchedulesStage([schedule]);
    clock.advance(120 * minute);
    expect(times()).toEqual(['12:20', '12:30']);
  });

  it('of one time is due once, in its zone, whatever its dates', () => {
    const schedule = scheduleOf({
      expression: 'at(2026-06-17T14:30:00)',
      timeZone: 'Europe/Berlin',
      endsAt: Date.UTC(2026, 0),
    });
    const { clock, times } = startSchedulesStage([schedule]);
    clock.advance(24 * 60 * minute);
    expect(times()).toEqual(['12:30']);
  });

  it('whose time is past says so', () => {
    const { clock, invoked, notices } = startSchedulesStage([scheduleOf({ expression: 'at(2026-06-17T11:59:59)' })]);
    clock.advance(24 * 60 * minute);
    expect(invoked).toEqual([]);
    expect(notices).toEqual([
      "aws_scheduler_schedule.sweep: schedule_expression 'at(2026-06-17T11:59:59)' names no time that is still to come: nothing is started",
    ]);
  });

  it('invokes nothing that its role may not, and says so', () => {
    const { clock, invoked, notices } = startSchedulesStage([scheduleOf({ expression: 'cron(30 12 * * ? *)' })], {
      statements: [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: functionArn('other') }],
    });
    clock.advance(30 * minute);
    expect(invoked).toEqual([]);
    expect(notices.at(-1)).toBe(
      'an event was dropped: aws_scheduler_schedule.sweep: its role arn:aws:iam::123456789012:role/export may not invoke ' +
        `${functionArn('sweeper')}. Expected: a policy of the role that allows lambda:InvokeFunction on it`,
    );
  });

  it('is refused with a role that does not let the scheduler in', () => {
    expect(() => startSchedulesStage([scheduleOf()], { trustCondition: null })).toThrow(
      'aws_scheduler_schedule.sweep: ValidationException: The execution role you provide must allow AWS EventBridge ' +
        'Scheduler to assume the role. (aws_iam_role.export: its trust policy does not let scheduler.amazonaws.com assume',
    );
  });

  it('comes to its role from its group and account', () => {
    const group = 'arn:aws:scheduler:eu-central-1:123456789012:schedule-group/default';
    const from = (sourceArn: string) => ({
      trustCondition: { StringEquals: { 'aws:SourceAccount': '123456789012', 'aws:SourceArn': sourceArn } },
    });
    expect(() => startSchedulesStage([scheduleOf()], from(group))).not.toThrow();
    expect(() => startSchedulesStage([scheduleOf()], from(`${group}-other`))).toThrow('must allow AWS EventBridge');
  });
});

describe('the schedules of a stage', () => {
  it('are due in the order of time, in one advance', () => {
    const every = (address: string, expression: string, name: string): ScheduleConfiguration =>
      ruleOf({ address, expression, targets: [targetOf({ functionArn: functionArn(name), input: `"${name}"` })] });
    const { clock, invoked } = startSchedulesStage([
      every('aws_cloudwatch_event_rule.slow', 'rate(10 minutes)', 'slow'),
      every('aws_cloudwatch_event_rule.quick', 'rate(4 minutes)', 'quick'),
      every('aws_cloudwatch_event_rule.noon', 'cron(6 12 * * ? *)', 'once'),
    ]);
    clock.advance(13 * minute);
    expect(invoked.map(({ event }) => event)).toEqual(['quick', 'once', 'quick', 'slow', 'quick']);
  });

  it('try a failed invocation again after 1 and 2 minutes', async () => {
    const { clock, times, notices } = startSchedulesStage([ruleOf({ expression: 'rate(1 day)' })], {
      outcome: () => ({ functionError: 'Unhandled' }),
    });
    const day = 24 * 60 * minute;
    const advance = async (ms: number) => {
      clock.advance(ms);
      await new Promise((resolve) => setImmediate(resolve));
    };
    for (const ms of [day, minute, 2 * minute, 10 * minute]) await advance(ms);
    expect(times().map((time) => time.slice(-5))).toEqual(['12:00', '12:01', '12:03']);
    expect(notices).toEqual([
      `aws_cloudwatch_event_target.sweep: an event for ${functionArn('sweeper')} was dropped: the function failed 3 times`,
    ]);
  });

  it('are not due any more once they are closed', async () => {
    const { clock, schedules, invoked } = startSchedulesStage([ruleOf()]);
    clock.advance(5 * minute);
    await schedules.close();
    clock.advance(60 * minute);
    expect(invoked).toHaveLength(1);
  });

  it.each([
    [
      ruleOf({ expression: 'at(2026-06-17T12:30:00)' }),
      "aws_cloudwatch_event_rule.sweep: ValidationException: schedule_expression 'at(2026-06-17T12:30:00)': a rule has no at",
    ],
    [
      ruleOf({ expression: 'cron(0 12 * * * *)', enabled: false }),
      "aws_cloudwatch_event_rule.sweep: ValidationException: schedule_expression 'cron(0 12 * * * *)': Day-of-month is",
    ],
    [
      scheduleOf({ timeZone: 'Mars/Olympus' }),
      "aws_scheduler_schedule.sweep: ValidationException: schedule_expression 'rate(5 minutes)': 'Mars/Olympus' is no time zone",
    ],
  ])('are refused where AWS would refuse them', (configuration, message) => {
    expect(() => startSchedulesStage([ruleOf(), configuration])).toThrow(message);
  });
});
