import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../clock.ts';
import { inTransaction } from '../transaction.ts';
import type { Availability } from './availability.ts';
import { sqsError } from './errors.ts';
import type { MessageStore, StoredMessage } from './message-store.ts';
import { type MoveTask, openMoveTaskStore } from './move-task-store.ts';
import type { QueueDirectory } from './queue-directory.ts';

/** Redrives of dead-letter queues, which run in the background by the stage's clock. */
export interface MessageMoveTasks {
  /** @returns the task's id. */
  start(task: MoveTaskRequest): string;
  find(taskId: string): MoveTask | undefined;
  /** The newest tasks of a source first. */
  ofSource(sourceArn: string, limit: number): readonly MoveTask[];
  /** Ends a running task; what it has moved stays moved. */
  cancel(taskId: string): void;
  close(): void;
}

export interface MoveTaskRequest {
  readonly sourceArn: string;
  /** @default each message goes back to the queue it came from */
  readonly destinationArn: string | undefined;
  /** @default as fast as the stage can */
  readonly messagesPerSecond: number | undefined;
}

export interface MoveTaskDependencies {
  readonly database: DatabaseSync;
  readonly store: MessageStore;
  readonly directory: QueueDirectory;
  readonly availability: Availability;
  readonly clock: Clock;
}

/** Messages in one go, where the caller set no pace; AWS's own upper bound for a second. */
const unpacedBatch = 500;

/** Tasks that were running when the stage stopped go on. */
export function createMessageMoveTasks(dependencies: MoveTaskDependencies): MessageMoveTasks {
  const { database, store, availability, clock } = dependencies;
  const tasks = openMoveTaskStore(database);
  const alarms = new Map<string, () => void>();

  const schedule = (task: MoveTask) => {
    const delayMs = task.messages_per_second === null ? 0 : 1000;
    alarms.set(
      task.task_id,
      clock.after(delayMs, () => step(task)),
    );
  };
  const step = (task: MoveTask) => {
    const batch = inTransaction(database, () => moveBatch(task, dependencies));
    tasks.addMoved(task.task_id, batch.moved);
    for (const queueArn of batch.destinations) availability.changed(queueArn);
    if (batch.failureReason !== undefined) return end(task.task_id, 'FAILED', batch.failureReason);
    if (batch.isLast) return end(task.task_id, 'COMPLETED');
    schedule(task);
  };
  const end = (taskId: string, status: 'COMPLETED' | 'CANCELLED' | 'FAILED', failureReason: string | null = null) => {
    alarms.get(taskId)?.();
    alarms.delete(taskId);
    tasks.end(taskId, status, failureReason);
  };

  for (const task of tasks.running()) schedule(task);

  return {
    start(request) {
      assertNoneRunning(tasks.ofSource(request.sourceArn, 1)[0]);
      const taskId = randomUUID();
      const counts = store.counts(request.sourceArn, clock.now());
      tasks.insert({
        task_id: taskId,
        source_arn: request.sourceArn,
        destination_arn: request.destinationArn ?? null,
        messages_per_second: request.messagesPerSecond ?? null,
        to_move: counts.visible + counts.inFlight + counts.delayed,
        started_at: clock.now(),
      });
      const task = tasks.find(taskId);
      if (task) schedule(task);
      return taskId;
    },
    find: tasks.find,
    ofSource: tasks.ofSource,
    cancel: (taskId) => end(taskId, 'CANCELLED'),
    close() {
      for (const cancelAlarm of alarms.values()) cancelAlarm();
      alarms.clear();
    },
  };
}

function assertNoneRunning(newest: MoveTask | undefined): void {
  if (newest?.status !== 'RUNNING') return;
  throw sqsError(
    'InvalidParameterValueException',
    'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
  );
}

interface MovedBatch {
  readonly moved: number;
  readonly destinations: ReadonlySet<string>;
  readonly isLast: boolean;
  /** Set where a message could not be moved; the task ends there. */
  readonly failureReason: string | undefined;
}

/** Moves the next visible messages of the source; those in flight stay with who received them. */
function moveBatch(task: MoveTask, dependencies: MoveTaskDependencies): MovedBatch {
  const { store, clock } = dependencies;
  const limit = task.messages_per_second ?? unpacedBatch;
  const messages = store.visible(task.source_arn, clock.now(), limit);
  const destinations = new Set<string>();
  let moved = 0;
  for (const message of messages) {
    const destinationArn = task.destination_arn ?? message.dead_letter_source_arn;
    if (destinationArn === null) {
      return { moved, destinations, isLast: true, failureReason: 'CouldNotDetermineMessageSource' };
    }
    if (!redrive(message, destinationArn, dependencies)) {
      return { moved, destinations, isLast: true, failureReason: 'AWS.SimpleQueueService.NonExistentQueue' };
    }
    destinations.add(destinationArn);
    moved += 1;
  }
  return { moved, destinations, isLast: messages.length < limit, failureReason: undefined };
}

/** @returns false where the destination is no queue of the stage. */
function redrive(message: StoredMessage, destinationArn: string, dependencies: MoveTaskDependencies): boolean {
  const destination = dependencies.directory.find(destinationArn);
  if (!destination) return false;
  const now = dependencies.clock.now();
  const visibleAt = now + destination.delaySeconds * 1000;
  dependencies.store.redrive(message.message_id, { queueArn: destinationArn, messageId: randomUUID(), visibleAt, now });
  return true;
}
