import { arnOfName, authorizedQueue, type SqsCall, type SqsOperation } from '../call.ts';
import type { QueueConfiguration } from '../configuration.ts';
import { queueDoesNotExist, sqsError } from '../errors.ts';
import { optionalInteger, optionalString, requiredString } from '../parameters.ts';

/** Results of a page, and of a listing that names no number. Source: ListQueues. */
const maximumResults = 1000;

/** API reference: GetQueueUrl. */
export const getQueueUrl: SqsOperation = (context, call) => {
  const name = requiredString(call.parameters, 'QueueName');
  context.authorization.require(call.caller, 'sqs:GetQueueUrl', arnOfName(context, name));
  const owner = optionalString(call.parameters, 'QueueOwnerAWSAccountId') ?? context.accountId;
  const queue = context.directory.byName(name);
  if (!queue || owner !== context.accountId) throw queueDoesNotExist();
  return { QueueUrl: queue.url };
};

/** API reference: ListQueues. */
export const listQueues: SqsOperation = (context, call) => {
  context.authorization.require(call.caller, 'sqs:ListQueues', arnOfName(context, '*'));
  const prefix = optionalString(call.parameters, 'QueueNamePrefix') ?? '';
  const { urls, nextToken } = page(
    call,
    context.directory.all.filter((queue) => queue.name.startsWith(prefix)),
  );
  return { ...(urls.length > 0 && { QueueUrls: urls }), ...nextToken };
};

/** API reference: ListDeadLetterSourceQueues. */
export const listDeadLetterSourceQueues: SqsOperation = (context, call) => {
  const queue = authorizedQueue(context, call, 'ListDeadLetterSourceQueues');
  const { urls, nextToken } = page(call, context.directory.sourcesOf(queue.arn));
  return { queueUrls: urls, ...nextToken };
};

/** The page that a token continues; AWS gives a token only to who limits the results. */
function page({ parameters }: SqsCall, queues: readonly QueueConfiguration[]) {
  const limit = optionalInteger(parameters, 'MaxResults', [1, maximumResults], 'Must be between 1 and 1000.');
  const token = optionalString(parameters, 'NextToken');
  const from = token === undefined ? 0 : positionOf(token);
  const to = from + (limit ?? maximumResults);
  const urls = queues.slice(from, to).map((queue) => queue.url);
  const hasMore = limit !== undefined && to < queues.length;
  return { urls, nextToken: hasMore ? { NextToken: Buffer.from(String(to)).toString('base64') } : {} };
}

function positionOf(token: string): number {
  const position = Number(Buffer.from(token, 'base64').toString('utf8'));
  if (Number.isSafeInteger(position) && position > 0) return position;
  throw sqsError('InvalidParameterValueException', 'Invalid or expired next token.');
}
