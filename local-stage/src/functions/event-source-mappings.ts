import type { Clock } from '../clock.ts';
import type { QueueConsumer } from '../services/sqs/queue-consumer.ts';
import { checkEventSourceMapping } from './event-source-mapping-checks.ts';
import type { EventSourceMappingConfiguration } from './event-source-mapping-configuration.ts';
import type { QueueCaller } from './faulty-queue.ts';
import type { FunctionInvoker } from './invoker.ts';
import { startQueuePoller } from './queue-poller.ts';

/** The event source mappings of a stage, running. */
export interface EventSourceMappings {
  /**
   * Ends polling. Waits for the invocations that run: close the functions at the same time to end
   * those too.
   */
  close(): Promise<void>;
}

export interface EventSourceMappingsDependencies {
  readonly clock: Clock;
  readonly invoker: Pick<FunctionInvoker, 'invoke'>;
  readonly queues: QueueConsumer;
  /** @throws where the function's role may not do the action on the resource. */
  readonly authorize: (functionArn: string, action: string, resource: string) => void;
  /** As whom a function's mapping calls its queue, and what may go wrong with that. */
  readonly callerOf: (functionArn: string) => QueueCaller;
  /** Timeout of a function; throws for one that the stage does not have. */
  readonly functionTimeoutSeconds: (functionArn: string) => number;
  /** Is told of what nobody else sees, such as a receipt handle that expired. @default it is dropped */
  readonly onProblem?: (message: string) => void;
}

/**
 * Checks all mappings, then polls the queues of those that are enabled.
 *
 * @throws {EventSourceMappingRefused} where Lambda would refuse to create the mapping; nothing polls then.
 */
export function startEventSourceMappings(
  configurations: readonly EventSourceMappingConfiguration[],
  dependencies: EventSourceMappingsDependencies,
): EventSourceMappings {
  const { clock, invoker, queues, authorize, onProblem = () => {} } = dependencies;
  const checked = configurations.map((configuration) => {
    const functionTimeoutSeconds = dependencies.functionTimeoutSeconds(configuration.functionArn);
    const visibilityTimeoutSeconds = queues.visibilityTimeoutSeconds(configuration.queueArn);
    checkEventSourceMapping(configuration, { visibilityTimeoutSeconds, functionTimeoutSeconds, authorize });
    return { configuration, functionTimeoutSeconds };
  });
  const pollers = checked
    .filter(({ configuration }) => configuration.enabled)
    .map(({ configuration, functionTimeoutSeconds }) =>
      startQueuePoller(configuration, {
        ...{ clock, invoker, queues, functionTimeoutSeconds, onProblem },
        caller: dependencies.callerOf(configuration.functionArn),
      }),
    );
  return {
    async close() {
      await Promise.all(pollers.map((poller) => poller.close()));
    },
  };
}
