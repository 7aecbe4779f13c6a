import type { Clock } from '../../clock.ts';
import type { AsynchronousInvocations } from '../../functions/asynchronous-invocations.ts';
import type { FunctionInvoker } from '../../functions/invoker.ts';
import type { Authorization, ConditionContext, ServiceAuthorization } from '../iam/authorization.ts';
import type { Caller } from '../service.ts';
import type { QueueEngine } from '../sqs/queue-engine.ts';
import type { Occasion } from './scheduled-event.ts';

/** Brings what is due to its functions; what cannot be brought is told of. */
export type Delivery = (occasion: Occasion) => void;

export interface DeliveryDependencies {
  readonly clock: Clock;
  readonly invoker: Pick<FunctionInvoker, 'permits'>;
  readonly invocations: Pick<AsynchronousInvocations, 'invoke'>;
  readonly authorization: Authorization & ServiceAuthorization;
  /** Where dead letters go. */
  readonly queues: Pick<QueueEngine, 'send'>;
  /**
   * Begins a session of a role for a service.
   *
   * @throws {RoleNotAssumable} where the role's trust policy does not let the service in.
   */
  readonly assumeRole: (roleArn: string, session: ServiceSession) => Caller;
  /** Told of what nobody else sees: an invocation that is not permitted, an event that is dropped. */
  readonly onNotice: (notice: string) => void;
}

/** A session that a service of AWS has of a role. */
export interface ServiceSession {
  readonly name: string;
  /** `scheduler.amazonaws.com` */
  readonly service: string;
  /** Condition keys for the trust policy. */
  readonly conditionKeys: ConditionContext;
}

/** A rule or schedule that EventBridge would refuse to create. */
export class ScheduleRefused extends Error {
  override readonly name = 'ScheduleRefused';
  constructor(address: string, message: string, cause?: unknown) {
    super(`${address}: ValidationException: ${message}`, { cause });
  }
}
