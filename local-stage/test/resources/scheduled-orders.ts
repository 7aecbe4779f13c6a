import { ordersDocument } from './orders-document.ts';

/** A role that EventBridge Scheduler may assume and that may invoke the worker. */
const schedulerRole = {
  name: 'scheduler',
  assume_role_policy:
    '{"Statement":[{"Effect":"Allow","Principal":{"Service":"scheduler.amazonaws.com"},"Action":"sts:AssumeRole"}]}',
  inline_policy: {
    name: 'invoke',
    policy:
      '${jsonencode({Statement = [{Effect = "Allow", Action = "lambda:InvokeFunction", Resource = aws_lambda_function.worker.arn}]})}',
  },
};

/** The orders project, its worker started by the clock too: every five minutes by a rule, each night by a schedule. */
export function scheduledOrders() {
  const document = ordersDocument();
  const { resource } = document;
  return {
    ...document,
    resource: {
      ...resource,
      aws_iam_role: { ...resource.aws_iam_role, scheduler: schedulerRole },
      aws_cloudwatch_event_rule: {
        poll: { name: 'poll', schedule_expression: 'rate(5 minutes)', description: 'Looks for orders' },
      },
      aws_cloudwatch_event_target: {
        poll: {
          rule: '${aws_cloudwatch_event_rule.poll.name}',
          arn: '${aws_lambda_function.worker.arn}',
          input: '${jsonencode({Records = [{body = "by the rule"}]})}',
          dead_letter_config: { arn: '${aws_sqs_queue.dead.arn}' },
          retry_policy: { maximum_retry_attempts: 2, maximum_event_age_in_seconds: 3600 },
        },
      },
      aws_lambda_permission: {
        ...resource.aws_lambda_permission,
        poll: {
          function_name: '${aws_lambda_function.worker.function_name}',
          action: 'lambda:InvokeFunction',
          principal: 'events.amazonaws.com',
          source_arn: '${aws_cloudwatch_event_rule.poll.arn}',
        },
      },
      aws_scheduler_schedule_group: { nightly: { name: 'nightly' } },
      aws_scheduler_schedule: {
        close: {
          name: 'close',
          group_name: '${aws_scheduler_schedule_group.nightly.name}',
          schedule_expression: 'cron(0 3 * * ? *)',
          schedule_expression_timezone: 'Europe/Berlin',
          start_date: '2026-01-01T00:00:00Z',
          flexible_time_window: { mode: 'OFF' },
          target: {
            arn: '${aws_lambda_function.worker.arn}',
            role_arn: '${aws_iam_role.scheduler.arn}',
            input: '{"Records":[{"body":"<aws.scheduler.scheduled-time>"}]}',
          },
        },
      },
    },
  };
}
