import { expect, it, onTestFinished, vi } from 'vitest';
import { createClock } from '../../src/clock.ts';
import { type Stage, startStage } from '../../src/stage.ts';
import { writeOrdersProject } from '../resources/orders-project.ts';
import { scheduledOrders } from '../resources/scheduled-orders.ts';

const minute = 60_000;

async function startOrders(document: unknown, notices: string[] = []): Promise<Stage> {
  const project = writeOrdersProject(document);
  const clock = createClock(Date.UTC(2026, 5, 17, 0, 50));
  const stage = await startStage({
    document: project.document,
    port: 0,
    clock,
    onNotice: (notice) => notices.push(notice),
  });
  onTestFinished(async () => {
    await stage.close();
    project.remove();
  });
  return stage;
}

const logOf = (stage: Stage) =>
  (stage.logGroups.read('/aws/lambda/orders-default-worker') ?? [])
    .flatMap(({ message }) => /got (?<body>\S.*\S)/.exec(message)?.groups?.['body'] ?? [])
    .sort();

it('an advance of the clock runs what falls due', async () => {
  const stage = await startOrders(scheduledOrders());
  stage.clock.advance(12 * minute);
  // 3 o'clock in Berlin is 1 o'clock in UTC.
  await vi.waitFor(() => expect(logOf(stage)).toEqual(['2026-06-17T01:00:00Z', 'by the rule', 'by the rule']), 8000);
});

it('a rule without a permission is told of when the stage starts', async () => {
  const { resource, ...document } = scheduledOrders();
  const { poll: _, ...permissions } = resource.aws_lambda_permission;
  const notices: string[] = [];
  const stage = await startOrders(
    { ...document, resource: { ...resource, aws_lambda_permission: permissions } },
    notices,
  );
  expect(notices.join('\n')).toContain('aws_cloudwatch_event_target.poll: EventBridge may not invoke');
  stage.clock.advance(5 * minute);
  expect(notices.at(-1)).toContain('an event was dropped: aws_cloudwatch_event_target.poll');
});

it('a role that does not trust the scheduler stops the boot', async () => {
  const document = scheduledOrders();
  document.resource.aws_iam_role.scheduler.assume_role_policy = '${data.aws_iam_policy_document.assume.json}';
  await expect(startOrders(document)).rejects.toThrow(
    'aws_scheduler_schedule.close: ValidationException: The execution',
  );
});
