import { AccessDenied } from '../iam/authorization.ts';
import { RoleNotAssumable } from '../iam/credentials.ts';
import type { Caller } from '../service.ts';
import type { SchedulerScheduleConfiguration } from './configuration.ts';
import { type Delivery, type DeliveryDependencies, ScheduleRefused } from './delivery.ts';
import { fillContextAttributes, type Occasion, scheduleEvent } from './scheduled-event.ts';

const principal = 'scheduler.amazonaws.com';

/**
 * Delivers to the target of a schedule of EventBridge Scheduler, which invokes the function in the name
 * of the schedule's role: the function's own resource policy plays no part.
 *
 * @throws {ScheduleRefused} where the role does not let the scheduler in, as CreateSchedule finds out.
 */
export function createScheduleDelivery(
  schedule: SchedulerScheduleConfiguration,
  dependencies: DeliveryDependencies,
): Delivery {
  const caller = assumeRole(schedule, dependencies);
  const { authorization, invocations, onNotice } = dependencies;
  return (occasion) => {
    try {
      authorization.require(caller, 'lambda:InvokeFunction', schedule.functionArn);
    } catch (error) {
      if (!(error instanceof AccessDenied)) throw error;
      onNotice(missingGrant(schedule));
      return;
    }
    invocations.invoke(schedule.functionArn, payloadOf(schedule, occasion), schedule.address);
  };
}

/** Source of the condition keys: EventBridge Scheduler User Guide, "Cross-service confused deputy prevention in EventBridge Scheduler". */
function assumeRole(schedule: SchedulerScheduleConfiguration, dependencies: DeliveryDependencies): Caller {
  try {
    return dependencies.assumeRole(schedule.roleArn, {
      name: 'eventbridge-scheduler',
      service: principal,
      conditionKeys: { 'aws:SourceArn': schedule.groupArn },
    });
  } catch (error) {
    if (!(error instanceof RoleNotAssumable)) throw error;
    const message = `The execution role you provide must allow AWS EventBridge Scheduler to assume the role. (${error.message})`;
    throw new ScheduleRefused(schedule.address, message, error);
  }
}

const payloadOf = ({ input }: SchedulerScheduleConfiguration, occasion: Occasion): string =>
  input === undefined ? scheduleEvent(occasion) : fillContextAttributes(input, occasion);

const missingGrant = ({ address, functionArn, roleArn }: SchedulerScheduleConfiguration): string =>
  `an event was dropped: ${address}: its role ${roleArn} may not invoke ${functionArn}. ` +
  'Expected: a policy of the role that allows lambda:InvokeFunction on it';
