import type { Clock } from '../../clock.ts';
import { createAsynchronousInvocations } from '../../functions/asynchronous-invocations.ts';
import type { FunctionInvoker } from '../../functions/invoker.ts';
import type { ScheduleConfiguration, SchedulerScheduleConfiguration } from './configuration.ts';
import { type Delivery, type DeliveryDependencies, ScheduleRefused } from './delivery.ts';
import { createRuleDelivery } from './rule-delivery.ts';
import { type Recurrence, readScheduleExpression } from './schedule-expression.ts';
import { createScheduleDelivery } from './scheduler-delivery.ts';

/** The schedules of a stage, running. */
export interface Schedules {
  /** Nothing is due any more. Waits for the invocations that run: close the functions at the same time. */
  close(): Promise<void>;
}

export interface SchedulesDependencies extends Omit<DeliveryDependencies, 'invocations' | 'invoker'> {
  readonly invoker: FunctionInvoker;
  readonly accountId: string;
  readonly region: string;
}

/**
 * Starts the schedules that are enabled; those that are not are checked as well. Each due time comes
 * once, in the order of time. Due times that pass while the host sleeps are left out.
 *
 * @throws {ScheduleRefused} naming the address; nothing is scheduled then.
 */
export function startSchedules(
  configurations: readonly ScheduleConfiguration[],
  dependencies: SchedulesDependencies,
): Schedules {
  const { clock, accountId, region, onNotice } = dependencies;
  const startedAt = clock.now();
  const invocations = createAsynchronousInvocations(dependencies);
  const schedules = configurations.map((configuration) => ({
    configuration,
    recurrence: readRecurrence(configuration, startedAt),
    deliver: createDelivery(configuration, { ...dependencies, invocations }),
  }));
  const enabled = schedules.filter(({ configuration }) => configuration.enabled);
  for (const { configuration, recurrence } of enabled) {
    if (recurrence.next(startedAt - 1) === undefined) onNotice(neverDue(configuration));
  }
  const cancels = enabled.map(({ configuration: { arn }, recurrence, deliver }) =>
    repeat(recurrence, startedAt, clock, (dueAt) => deliver({ accountId, region, arn, dueAt })),
  );
  return {
    async close() {
      for (const cancel of cancels) cancel();
      await invocations.close();
    },
  };
}

const createDelivery = (configuration: ScheduleConfiguration, dependencies: DeliveryDependencies): Delivery =>
  configuration.kind === 'rule'
    ? createRuleDelivery(configuration, dependencies)
    : createScheduleDelivery(configuration, dependencies);

const neverDue = ({ address, expression }: ScheduleConfiguration): string =>
  `${address}: schedule_expression '${expression}' names no time that is still to come: nothing is started`;

/** @throws {ScheduleRefused} for an expression or a time zone that cannot be read. */
function readRecurrence(configuration: ScheduleConfiguration, startedAt: number): Recurrence {
  try {
    return configuration.kind === 'rule'
      ? ruleRecurrence(configuration.expression, startedAt)
      : scheduleRecurrence(configuration, startedAt);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ScheduleRefused(
      configuration.address,
      `schedule_expression '${configuration.expression}': ${reason}`,
      error,
    );
  }
}

/** A rule is first due after it was made, when a rate begins to count. */
function ruleRecurrence(expression: string, startedAt: number): Recurrence {
  const recurrence = readScheduleExpression(expression, { of: 'rule', rateFrom: startedAt });
  return { next: (after) => recurrence.next(Math.max(after, startedAt)) };
}

/**
 * A rate is first due at its start date; without one at once. A one-time schedule ignores both dates.
 * ("Schedule types in EventBridge Scheduler"; CreateSchedule, StartDate and EndDate)
 */
function scheduleRecurrence(configuration: SchedulerScheduleConfiguration, startedAt: number): Recurrence {
  const { expression, timeZone, startsAt = startedAt, endsAt = Number.POSITIVE_INFINITY } = configuration;
  const recurrence = readScheduleExpression(expression, { of: 'schedule', rateFrom: startsAt, timeZone });
  if (expression.startsWith('at(')) return recurrence;
  return {
    next(after) {
      const due = recurrence.next(Math.max(after, startsAt - 1));
      return due !== undefined && due <= endsAt ? due : undefined;
    },
  };
}

/** Calls back at each due time. @returns a function that ends it. */
function repeat(
  recurrence: Recurrence,
  startedAt: number,
  clock: Clock,
  callback: (dueAt: number) => void,
): () => void {
  let cancel = () => {};
  const arm = (after: number): void => {
    const dueAt = recurrence.next(after);
    if (dueAt === undefined) return;
    cancel = clock.after(dueAt - clock.now(), () => {
      arm(Math.max(dueAt, clock.now()));
      callback(dueAt);
    });
  };
  arm(startedAt - 1);
  return () => cancel();
}
