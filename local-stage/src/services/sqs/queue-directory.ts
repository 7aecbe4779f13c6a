import type { QueueConfiguration } from './configuration.ts';
import { queueDoesNotExist } from './errors.ts';

/** The queues that the Terraform declares, by what requests call them. */
export interface QueueDirectory {
  /** In the order of their names. */
  readonly all: readonly QueueConfiguration[];
  find(arn: string): QueueConfiguration | undefined;
  /** @throws {AwsError} QueueDoesNotExist */
  byArn(arn: string): QueueConfiguration;
  byName(name: string): QueueConfiguration | undefined;
  /** The queues whose redrive policy names this one. */
  sourcesOf(deadLetterQueueArn: string): readonly QueueConfiguration[];
}

/** @throws {Error} naming the queue whose redrive policy points nowhere, or two queues of one name. */
export function createQueueDirectory(queues: readonly QueueConfiguration[]): QueueDirectory {
  const byArn = new Map(queues.map((queue) => [queue.arn, queue]));
  const byName = new Map(queues.map((queue) => [queue.name, queue]));
  for (const queue of queues) assertConsistent(queue, byArn, byName);
  return {
    all: [...queues].sort((a, b) => (a.name < b.name ? -1 : 1)),
    find: (arn) => byArn.get(arn),
    byArn(arn) {
      const queue = byArn.get(arn);
      if (!queue) throw queueDoesNotExist();
      return queue;
    },
    byName: (name) => byName.get(name),
    sourcesOf: (arn) => queues.filter((queue) => queue.redrive?.deadLetterTargetArn === arn),
  };
}

function assertConsistent(
  queue: QueueConfiguration,
  byArn: ReadonlyMap<string, QueueConfiguration>,
  byName: ReadonlyMap<string, QueueConfiguration>,
): void {
  const namesake = byName.get(queue.name);
  if (namesake && namesake !== queue) {
    throw new Error(
      `${queue.address} and ${namesake.address} both have the name "${queue.name}". Expected: one queue a name`,
    );
  }
  const target = queue.redrive?.deadLetterTargetArn;
  if (target !== undefined && !byArn.has(target)) {
    throw new Error(
      `${queue.address}: redrive_policy.deadLetterTargetArn is ${target}, which no aws_sqs_queue of this stack has. ` +
        'Expected: the arn of a queue in the same stack',
    );
  }
}
