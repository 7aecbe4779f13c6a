import type { EventSourceMappingConfiguration } from './event-source-mapping-configuration.ts';

/** What Lambda's pollers do with a queue, in the function's name. */
const requiredOperations = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'] as const;

/**
 * Refuses a mapping as Lambda's CreateEventSourceMapping does.
 *
 * @param authorize throws where the function's role may not do the action on the queue.
 * @throws {EventSourceMappingRefused} with Lambda's message.
 */
export function checkEventSourceMapping(
  configuration: EventSourceMappingConfiguration,
  options: {
    readonly visibilityTimeoutSeconds: number;
    readonly functionTimeoutSeconds: number;
    readonly authorize: (functionArn: string, action: string, resource: string) => void;
  },
): void {
  const refuse = (message: string, cause?: unknown): never => {
    throw new EventSourceMappingRefused(configuration.address, message, cause);
  };
  checkRanges(configuration, refuse);
  const { visibilityTimeoutSeconds: visibility, functionTimeoutSeconds: timeout } = options;
  if (visibility < timeout) {
    refuse(`Queue visibility timeout: ${visibility} seconds is less than Function timeout: ${timeout} seconds`);
  }
  for (const operation of requiredOperations) {
    try {
      options.authorize(configuration.functionArn, `sqs:${operation}`, configuration.queueArn);
    } catch (error) {
      const reason = error instanceof Error ? ` (${error.message})` : '';
      refuse(`The function execution role does not have permissions to call ${operation} on SQS${reason}`, error);
    }
  }
}

/** Ranges of the API reference's CreateEventSourceMapping and ScalingConfig. */
function checkRanges(configuration: EventSourceMappingConfiguration, refuse: (message: string) => never): void {
  const { batchSize, maximumBatchingWindowSeconds: window, maximumConcurrency } = configuration;
  const check = (name: string, value: number, minimum: number, maximum: number) => {
    if (value >= minimum && value <= maximum) return;
    refuse(`${name} is ${value}. Expected: ${minimum} to ${maximum}`);
  };
  check('batch_size', batchSize, 1, 10_000);
  check('maximum_batching_window_in_seconds', window, 0, 300);
  if (maximumConcurrency !== undefined) check('maximum_concurrency', maximumConcurrency, 2, 1000);
  if (batchSize > 10 && window === 0) {
    refuse('Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10');
  }
}

/** Lambda's InvalidParameterValueException, with the mapping's address. */
class EventSourceMappingRefused extends Error {
  override readonly name = 'EventSourceMappingRefused';
  constructor(address: string, message: string, cause?: unknown) {
    super(`${address}: InvalidParameterValueException: ${message}`, { cause });
  }
}
