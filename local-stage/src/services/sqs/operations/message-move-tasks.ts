import type { SqsCall, SqsContext, SqsOperation } from '../call.ts';
import { sqsError } from '../errors.ts';
import type { MoveTask } from '../move-task-store.ts';
import { optionalInteger, optionalString, requiredString } from '../parameters.ts';

/** API reference: StartMessageMoveTask. */
export const startMessageMoveTask: SqsOperation = (context, call) => {
  const sourceArn = requiredString(call.parameters, 'SourceArn');
  const destinationArn = optionalString(call.parameters, 'DestinationArn');
  const messagesPerSecond = optionalInteger(
    call.parameters,
    'MaxNumberOfMessagesPerSecond',
    [1, 500],
    'Must be between 1 and 500, if provided.',
  );
  authorizeMove(context, call, sourceArn, destinationArn);
  assertQueueExists(context, sourceArn, 'SourceArn');
  if (context.directory.sourcesOf(sourceArn).length === 0) {
    throw sqsError('InvalidParameterValueException', 'Source queue must be configured as a Dead Letter Queue.');
  }
  if (destinationArn !== undefined) assertQueueExists(context, destinationArn, 'DestinationArn');
  const taskId = context.moveTasks.start({ sourceArn, destinationArn, messagesPerSecond });
  return { TaskHandle: encodeTaskHandle(taskId, sourceArn) };
};

/** API reference: ListMessageMoveTasks. */
export const listMessageMoveTasks: SqsOperation = (context, call) => {
  const sourceArn = requiredString(call.parameters, 'SourceArn');
  const limit = optionalInteger(call.parameters, 'MaxResults', [1, 10], 'Must be between 1 and 10, if provided.');
  context.authorization.require(call.caller, 'sqs:ListMessageMoveTasks', sourceArn);
  assertQueueExists(context, sourceArn, 'SourceArn');
  return { Results: context.moveTasks.ofSource(sourceArn, limit ?? 1).map(wireTask) };
};

/** API reference: CancelMessageMoveTask. */
export const cancelMessageMoveTask: SqsOperation = (context, call) => {
  const handle = decodeTaskHandle(requiredString(call.parameters, 'TaskHandle'));
  context.authorization.require(call.caller, 'sqs:CancelMessageMoveTask', handle.sourceArn);
  assertQueueExists(context, handle.sourceArn, 'SourceArn');
  const task = context.moveTasks.find(handle.taskId);
  if (task?.source_arn !== handle.sourceArn || task.status !== 'RUNNING') {
    throw sqsError('ResourceNotFoundException', 'Task does not exist.');
  }
  context.moveTasks.cancel(task.task_id);
  return { ApproximateNumberOfMessagesMoved: task.moved };
};

/** A redrive reads one queue and sends to another. Source: "Configuring queue permissions for dead-letter queue redrive". */
function authorizeMove(
  context: SqsContext,
  call: SqsCall,
  sourceArn: string,
  destinationArn: string | undefined,
): void {
  for (const action of ['StartMessageMoveTask', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes']) {
    context.authorization.require(call.caller, `sqs:${action}`, sourceArn);
  }
  const destinations =
    destinationArn === undefined ? context.directory.sourcesOf(sourceArn).map((queue) => queue.arn) : [destinationArn];
  for (const arn of destinations) context.authorization.require(call.caller, 'sqs:SendMessage', arn);
}

function assertQueueExists(context: SqsContext, arn: string, parameter: 'SourceArn' | 'DestinationArn'): void {
  if (context.directory.find(arn)) return;
  throw sqsError(
    'ResourceNotFoundException',
    `The resource that you specified for the ${parameter} parameter doesn't exist.`,
  );
}

function wireTask(task: MoveTask) {
  return {
    ...(task.status === 'RUNNING' && { TaskHandle: encodeTaskHandle(task.task_id, task.source_arn) }),
    Status: task.status,
    SourceArn: task.source_arn,
    ...(task.destination_arn !== null && { DestinationArn: task.destination_arn }),
    ...(task.messages_per_second !== null && { MaxNumberOfMessagesPerSecond: task.messages_per_second }),
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.to_move,
    ...(task.failure_reason !== null && { FailureReason: task.failure_reason }),
    StartedTimestamp: task.started_at,
  };
}

interface TaskHandle {
  readonly taskId: string;
  readonly sourceArn: string;
}

const encodeTaskHandle = (taskId: string, sourceArn: string) =>
  Buffer.from(JSON.stringify({ taskId, sourceArn })).toString('base64');

function decodeTaskHandle(handle: string): TaskHandle {
  try {
    const { taskId, sourceArn } = JSON.parse(Buffer.from(handle, 'base64').toString('utf8'));
    if (typeof taskId === 'string' && typeof sourceArn === 'string') return { taskId, sourceArn };
  } catch {
    // What is no JSON is as wrong as JSON of another shape.
  }
  throw sqsError('InvalidParameterValueException', 'Value for parameter TaskHandle is invalid.');
}
